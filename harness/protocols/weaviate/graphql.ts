/** As much of GraphQL as a search is written in: one selection set with arguments, no fragments, no variables (spec of October 2021). */
export interface Field {
  readonly name: string;
  /** What the reply calls it. */
  readonly alias: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly fields: readonly Field[];
}

const token =
  /[\s,\uFEFF]+|#[^\n\r]*|("""[\s\S]*?"""|"(?:\\.|[^"\\\n\r])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[_A-Za-z]\w*|[{}()[\]:$=!])/gy;

/** The fields of a query document; undefined for anything that this does not read. */
export function parseQuery(document: string): readonly Field[] | undefined {
  const tokens = tokensOf(document);
  if (!tokens) return undefined;
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const take = (wanted?: string): string => {
    const found = tokens[at];
    if (found === undefined || (wanted !== undefined && found !== wanted)) throw new Unread();
    at += 1;
    return found;
  };
  const name = (): string => {
    const found = take();
    if (!/^[_A-Za-z]/.test(found)) throw new Unread();
    return found;
  };
  const value = (): unknown => {
    const found = take();
    if (found === "[") return until("]", value);
    if (found === "{") return Object.fromEntries(until("}", pair));
    if (found.startsWith('"')) return textOf(found);
    if (/^[-\d]/.test(found)) return Number(found);
    if (!/^[_A-Za-z]/.test(found)) throw new Unread();
    return found === "true" || found === "false" ? found === "true" : found === "null" ? null : found;
  };
  const pair = (): readonly [string, unknown] => {
    const key = name();
    take(":");
    return [key, value()];
  };
  const until = <T>(end: string, read: () => T): T[] => {
    const list: T[] = [];
    while (peek() !== end) list.push(read());
    take(end);
    return list;
  };
  const enclosed = <T>(open: string, close: string, read: () => T): T[] => {
    if (peek() !== open) return [];
    take(open);
    return until(close, read);
  };
  const field = (): Field => {
    const first = name();
    const renamed = peek() === ":";
    if (renamed) take(":");
    const own = renamed ? name() : first;
    const given = Object.fromEntries(enclosed("(", ")", pair));
    return { name: own, alias: first, arguments: given, fields: enclosed("{", "}", field) };
  };
  try {
    if (peek() === "query") {
      take();
      if (peek() !== "{") name();
    }
    const fields = enclosed("{", "}", field);
    return at === tokens.length ? fields : undefined;
  } catch (error) {
    if (error instanceof Unread) return undefined;
    throw error;
  }
}

class Unread extends Error {}

function tokensOf(document: string): readonly string[] | undefined {
  const found: string[] = [];
  let end = 0;
  for (const match of document.matchAll(token)) {
    if (match[1] !== undefined) found.push(match[1]);
    end = match.index + match[0].length;
  }
  return end === document.length ? found : undefined;
}

function textOf(literal: string): string {
  if (literal.startsWith('"""')) return literal.slice(3, -3).trim();
  try {
    return String(JSON.parse(literal));
  } catch {
    throw new Unread();
  }
}
