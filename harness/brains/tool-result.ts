/** What can be made of a tool's result as the model sees it: text, usually JSON, sometimes wrapped, sometimes an error page. */

export interface ToolResult {
  readonly text: string;
  /** The JSON value in the text; undefined if there is none. */
  readonly value: unknown;
  /** Why it is of no use, in a few words; undefined = it is of use. */
  readonly trouble?: string;
  /** The result itself says that another try may help. */
  readonly retryable: boolean;
  /** What the result warns of. */
  readonly warnings: readonly string[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function readToolResult(text: string, isError = false): ToolResult {
  const value = jsonIn(text);
  const trouble = troubleOf(text, value, isError);
  return {
    text,
    value,
    ...(trouble === undefined ? {} : { trouble }),
    retryable: trouble !== undefined && saysRetryable(text, value),
    warnings: warningsIn(value),
  };
}

/**
 * Agents put words before and after JSON, and JSON into JSON strings. One framework makes a JSON string of JSON and then takes
 * every quote off, so that a backslash stands where each was: people and models read it all the same.
 */
function jsonIn(text: string): unknown {
  const whole = parse(text) ?? (/^\s*[{[]+\\[^"]*$/.test(text) ? parse(text.replaceAll("\\", '"')) : undefined);
  if (typeof whole === "string") return parse(whole) ?? whole;
  if (whole !== undefined) return whole;
  const start = text.search(/[{[]/);
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  return start >= 0 && end > start ? parse(text.slice(start, end + 1)) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function troubleOf(text: string, value: unknown, isError: boolean): string | undefined {
  const start = text.trimStart();
  const error = isObject(value) ? errorIn(value) : undefined;
  if (error !== undefined) return error;
  if (isError) return shorten(start) || "an error";
  if (/^(<!doctype|<html|<\?xml)/i.test(start)) return "an error page instead of data";
  if (/^"?(\w*error|exception|traceback|failed)\b/i.test(start)) return shorten(start.replace(/^"|"$/g, ""));
  if (start === "" || start === "null" || start === "undefined" || start === '""') return "nothing";
  return isEmpty(value) ? "no results" : undefined;
}

function errorIn(value: Record<string, unknown>): string | undefined {
  const error = value.error ?? value.errors;
  if (error !== undefined && error !== null && error !== false) {
    if (typeof error === "string") return shorten(typeof value.message === "string" ? value.message : error);
    if (isObject(error) && typeof error.message === "string") return shorten(error.message);
    return typeof value.message === "string" ? shorten(value.message) : "an error";
  }
  const status = [value.status, value.code, value.statusCode].find((item) => typeof item === "number" && item >= 400);
  if (status !== undefined || value.ok === false || value.success === false || value.isError === true) {
    return typeof value.message === "string" ? shorten(value.message) : "an error";
  }
  return undefined;
}

const listNames = ["results", "items", "hits", "documents", "matches"];

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  const lists = listNames.map((name) => value[name]).filter((item) => Array.isArray(item));
  // An order with no items is odd but is an order: only a reply that is nothing but its list counts as empty.
  const rest = Object.keys(value).filter((key) => !listNames.includes(key) && isObject(value[key]));
  return (
    Object.keys(value).length === 0 ||
    (lists.length > 0 && rest.length === 0 && value.id === undefined && lists.every((list) => list.length === 0))
  );
}

function saysRetryable(text: string, value: unknown): boolean {
  if (isObject(value)) {
    for (const holder of [value, value.error]) {
      if (isObject(holder) && typeof holder.retryable === "boolean") return holder.retryable;
    }
  }
  return (
    /\bretryable\b|\b(please )?(try|retry) (again|later)\b|\bretry[- ]after\b/i.test(text) &&
    !/not retryable/i.test(text)
  );
}

function warningsIn(value: unknown): string[] {
  if (!isObject(value)) return [];
  const own = [value.warning, value.warnings, value.notice, value.note].flatMap((item) =>
    Array.isArray(item) ? item : [item],
  );
  const texts = own
    .map((item) => (isObject(item) ? item.message : item))
    .filter((item) => typeof item === "string" && item.trim() !== "");
  return texts.map((item) => String(item).trim());
}

const shorten = (text: string): string => {
  const line = text.split("\n", 1)[0]?.trim() ?? "";
  return line.length > 120 ? `${line.slice(0, 117)}…` : line;
};

const wrappers = ["result", "data", "output", "content", "response", "order", "item"];

/** A dotted path into a result, through one wrapper such as `{ result: … }` if the agent added one; undefined = not there. */
export function atPath(value: unknown, path: string): unknown {
  const direct = walk(value, path);
  if (direct !== undefined || !isObject(value)) return direct;
  for (const name of wrappers) {
    const inner = value[name];
    const found = walk(typeof inner === "string" ? parse(inner) : inner, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function walk(value: unknown, path: string): unknown {
  let at = value;
  for (const part of path.split(".")) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Object.hasOwn(at, part) ? (at as Record<string, unknown>)[part] : undefined;
  }
  return at === null ? undefined : at;
}
