/** What a document asks for, as far as its operations and their first fields go. */
export interface GraphqlOperation {
  readonly kind: "query" | "mutation" | "subscription";
  readonly name?: string;
  /** The fields at the root with the keys under which they are answered; a fragment's are not known. */
  readonly fields: readonly { readonly name: string; readonly key: string }[];
}

/** Names, punctuators, strings, numbers. Comments, commas and white space fall away (GraphQL, section 2.1). */
const token =
  /"""(?:[^"\\]|\\"""|\\|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n\r]*|\.\.\.|[_A-Za-z][_0-9A-Za-z]*|-?\d[\d.eE+-]*|[!$&()/:=@[\]{|}]/g;

const kinds = ["query", "mutation", "subscription"] as const;

/** The operations of a document, in order; undefined if its brackets do not match or it holds none. */
export function operationsIn(source: string): readonly GraphqlOperation[] | undefined {
  const tokens = (source.match(token) ?? []).filter((text) => !text.startsWith("#"));
  const found: GraphqlOperation[] = [];
  let at = 0;
  while (at < tokens.length) {
    const word = tokens[at] ?? "";
    const kind = kinds.find((one) => one === word);
    if (kind === undefined && word !== "{" && word !== "fragment") return undefined;
    const name = word === "{" ? undefined : tokens[at + 1];
    const start = selectionFrom(tokens, word === "{" ? at : at + 1);
    const end = start === undefined ? undefined : closing(tokens, start);
    if (start === undefined || end === undefined) return undefined;
    if (word !== "fragment") {
      const named = name !== undefined && /^[_A-Za-z]/.test(name) ? { name } : {};
      found.push({ kind: kind ?? "query", ...named, fields: rootFields(tokens.slice(start + 1, end)) });
    }
    at = end + 1;
  }
  return found.length === 0 ? undefined : found;
}

/** Where the selection set of a definition begins: the first brace outside of its variables and directives. */
function selectionFrom(tokens: readonly string[], from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at] === "(" || tokens[at] === "[") depth += 1;
    else if (tokens[at] === ")" || tokens[at] === "]") depth -= 1;
    else if (tokens[at] === "{" && depth === 0) return at;
  }
  return undefined;
}

const opening: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };

/** The position of the bracket that closes the one at `from`. */
function closing(tokens: readonly string[], from: number): number | undefined {
  const open: string[] = [];
  for (let at = from; at < tokens.length; at += 1) {
    const text = tokens[at] ?? "";
    const wanted = opening[text];
    if (wanted !== undefined) open.push(wanted);
    else if (text === "}" || text === ")" || text === "]") {
      if (open.pop() !== text) return undefined;
      if (open.length === 0) return at;
    }
  }
  return undefined;
}

function rootFields(tokens: readonly string[]): GraphqlOperation["fields"] {
  const fields: { name: string; key: string }[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const text = tokens[at] ?? "";
    if (opening[text] !== undefined) at = closing(tokens, at) ?? tokens.length;
    else if (text === "@") at += 1;
    else if (text === "...") at += fragmentLength(tokens[at + 1]);
    else if (/^[_A-Za-z]/.test(text)) {
      const aliased = tokens[at + 1] === ":";
      fields.push({ name: (aliased ? tokens[at + 2] : text) ?? text, key: text });
      if (aliased) at += 2;
    }
  }
  return fields;
}

/** How many tokens after `...` belong to it: a type condition, a fragment's name, or none. */
const fragmentLength = (next = ""): number => (next === "on" ? 2 : /^[_A-Za-z]/.test(next) ? 1 : 0);
