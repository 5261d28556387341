/** Where in a JSON text a change goes, and the value that is to stand there. The last step may be a member that is not there yet. */
export interface JsonEdit {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/**
 * The text with other values at some places and every other character as it was: numbers that do not fit a double, escapes and
 * white space stay. @throws {Error} for a path that leads nowhere.
 */
export function splicedJson(text: string, edits: readonly JsonEdit[]): string {
  const cuts = edits.map((edit) => cutOf(text, edit)).sort((a, b) => b.start - a.start);
  return cuts.reduce((done, { start, end, put }) => done.slice(0, start) + put + done.slice(end), text);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function cutOf(text: string, { path, value }: JsonEdit): Span & { readonly put: string } {
  const put = JSON.stringify(value) ?? "null";
  let at = pastSpace(text, 0);
  for (const [depth, step] of path.entries()) {
    const children = childrenOf(text, at);
    // Where a member is there twice, every parser takes the last.
    const child = children.spans.findLast(({ key }) => key === step);
    if (child) at = child.start;
    else if (depth === path.length - 1 && typeof step === "string" && text[at] === "{") {
      const member = `${children.spans.length > 0 ? "," : ""}${JSON.stringify(step)}:${put}`;
      const after = children.spans.at(-1)?.end ?? at + 1;
      return { start: after, end: after, put: member };
    } else throw new Error(`There is nothing at ${path.slice(0, depth + 1).join(".")} in this JSON text.`);
  }
  return { start: at, end: valueEnd(text, at), put };
}

function childrenOf(text: string, at: number): { readonly spans: readonly (Span & { key: string | number })[] } {
  const spans: (Span & { key: string | number })[] = [];
  const isObject = text[at] === "{";
  if (!isObject && text[at] !== "[") return { spans };
  let next = pastSpace(text, at + 1);
  while (next < text.length && text[next] !== "}" && text[next] !== "]") {
    let key: string | number = spans.length;
    if (isObject) {
      const end = stringEnd(text, next);
      key = JSON.parse(text.slice(next, end)) as string;
      next = pastSpace(text, pastSpace(text, end) + 1);
    }
    const end = valueEnd(text, next);
    spans.push({ key, start: next, end });
    next = pastSpace(text, end);
    if (text[next] === ",") next = pastSpace(text, next + 1);
  }
  return { spans };
}

/** Where the value that begins here is over. */
function valueEnd(text: string, start: number): number {
  if (text[start] === '"') return stringEnd(text, start);
  if (text[start] !== "{" && text[start] !== "[") {
    scalar.lastIndex = start;
    return start + (scalar.exec(text)?.[0].length ?? 0);
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') at = stringEnd(text, at) - 1;
    else if (letter === "{" || letter === "[") depth += 1;
    else if (letter === "}" || letter === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

const scalar = /[^\s,\]}]*/y;
const space = /[ \t\r\n]*/y;

function pastSpace(text: string, at: number): number {
  space.lastIndex = at;
  return at + (space.exec(text)?.[0].length ?? 0);
}
