import { isObject } from "../shared/json-body.ts";
import { jsonOrText } from "../shared/sse.ts";

type Result = Readonly<Record<string, unknown>>;

/**
 * The value that a tool's result holds: its structured content, else the JSON in its only text, else that text, else its content
 * blocks. Undefined if it holds none, or says that it is an error.
 */
export function valueIn(result: Result): unknown {
  if (result["isError"] === true) return undefined;
  if (result["structuredContent"] !== undefined) return result["structuredContent"];
  const { content } = result;
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const text = onlyText(content);
  return text === undefined ? content : jsonOrText(text);
}

/** A result with that value. Given the one that the value was read from, the rest of it stays, and all of it if the value is the same. */
export function resultWith(value: unknown, from: Result = {}): Result {
  const before = valueIn(from);
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(value)) return from;
  const structured = from["structuredContent"] !== undefined;
  const blocks = Array.isArray(from["content"]) ? (from["content"] as readonly unknown[]) : [];
  if (!structured && blocks.length > 0 && onlyText(blocks) === undefined)
    return { ...from, content: Array.isArray(value) ? value : [textOf(value)] };
  // Clients that know no structured content read the text (revision 2025-06-18, tools): the two must not contradict each other.
  const [first, ...others] = blocks;
  const text = isText(first) ? { ...first, ...textOf(value) } : textOf(value);
  const content = isText(first) || first === undefined ? [text, ...others] : [text, ...blocks];
  return { ...from, content, ...(structured ? { structuredContent: isObject(value) ? value : { value } } : {}) };
}

const textOf = (value: unknown): { type: "text"; text: string } => ({
  type: "text",
  text: typeof value === "string" ? value : (JSON.stringify(value) ?? ""),
});

const isText = (block: unknown): block is { type: "text"; text: string } =>
  isObject(block) && block["type"] === "text" && typeof block["text"] === "string";

function onlyText(content: readonly unknown[]): string | undefined {
  const [block, ...others] = content;
  return others.length === 0 && isText(block) ? block.text : undefined;
}

/** What servers answer when a tool's handler throws. */
export const failedResult = (text: string): Result => ({ content: [{ type: "text", text }], isError: true });
