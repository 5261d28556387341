import type { Document, YAMLError } from "yaml";
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Diagnostic } from "../domain/diagnostic.ts";
import { syntaxHint } from "./syntax-hints.ts";

export type Path = readonly (string | number)[];
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The content of one file, and where each part of it stands. */
export interface Source {
  /** As shown to people. */
  readonly file: string;
  readonly absolute: string;
  readonly value: unknown;
  /** Where the value at a path begins, or its key; the nearest part that exists if it does not; undefined if places are unknown. */
  where(path: Path, of: "key" | "value"): Place | undefined;
}

/** Content that has no places: a TypeScript module's. */
export const placeless = (file: string, absolute: string, value: unknown): Source => ({
  file,
  absolute,
  value,
  where: () => undefined,
});

/** A duplicated key says which: the parser's own message does not. */
const duplicateKey = /^Map keys must be unique/;

/** Reads YAML or JSON text. `firstLine` is the line on which the text begins in its file. */
export function parseText(
  text: string,
  file: string,
  absolute: string,
  report: (diagnostic: Diagnostic) => void,
  firstLine = 1,
): Source | undefined {
  const lines = new LineCounter();
  const placed = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: line + firstLine - 1, column: Math.max(col, 1) };
  };
  // JSON strings hold no raw tabs, so a tab is white space there; the YAML parser may refuse it as indentation.
  const format = /\.jsonl?$/.test(file) ? "JSON" : "YAML";
  const content = /\.jsonl?$/.test(file) ? text.replaceAll("\t", " ") : text;
  try {
    const document = parseDocument(content, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
    const found = [...document.errors, ...document.warnings];
    // The parser catches its own stack overflow; where it happened depends on the stack, not on the file.
    if (found.some((one) => /call stack/.test(one.message))) throw new RangeError();
    const faults = worthSaying(found);
    for (const fault of faults) {
      const word = /^\s*["']?([^\s:"']+)/.exec(content.slice(fault.pos[0]))?.[1] ?? "";
      const message = duplicateKey.test(fault.message)
        ? `The key "${word}" is written twice in the same mapping. Keep one of them.`
        : `Cannot read this as ${format}: ${fault.message}.${syntaxHint(fault, lineAt(content, fault.pos[0]), format)}`;
      report({ file, ...placed(fault.pos[0]), message });
    }
    let unresolved = 0;
    visit(document, {
      Alias: (_, alias) => {
        if (alias.source === "" || alias.resolve(document) !== undefined) return;
        const message = `Cannot read this as YAML: nothing before this is marked with "&${alias.source}". A text that begins with "*" needs quotes.`;
        report({ file, ...placed(alias.range?.[0] ?? 0), message });
        unresolved += 1;
      },
    });
    if (faults.length + unresolved > 0) return undefined;
    const value: unknown = document.toJS({ maxAliasCount: 1000 });
    if (!isTree(value, [])) {
      report({ file, message: "Cannot read this as YAML: an alias refers to something that contains it." });
      return undefined;
    }
    return { file, absolute, value, where: (path, of) => whereIn(document, path, of, placed) };
  } catch (error) {
    const reason = error instanceof RangeError ? "it is nested too deeply" : messageOf(error);
    report({ file, message: `Cannot read this as ${format}: ${reason}.` });
    return undefined;
  }
}

const lineAt = (text: string, offset: number): string =>
  text.slice(text.lastIndexOf("\n", offset - 1) + 1).split("\n", 1)[0] ?? "";

/** After one syntax error the parser guesses, and the rest of what it says is about its guesses. */
function worthSaying<T extends YAMLError>(found: readonly T[]): readonly T[] {
  const [first] = found.filter((one) => one.code !== "DUPLICATE_KEY").sort((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return found;
  return [...found.filter((one) => one.code === "DUPLICATE_KEY" && one.pos[0] < first.pos[0]), first];
}

export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";

function isTree(value: unknown, above: readonly unknown[]): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (above.includes(value)) return false;
  return Object.values(value).every((inner) => isTree(inner, [...above, value]));
}

function whereIn(document: Document, path: Path, of: "key" | "value", placed: (offset: number) => Place): Place {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => (isScalar(item.key) ? String(item.key.value ?? "") : "") === String(step));
      if (pair === undefined) break;
      const key = isNode(pair.key) ? pair.key.range?.[0] : undefined;
      const value = isNode(pair.value) ? pair.value.range?.[0] : undefined;
      const last = depth === path.length - 1;
      offset = (last && of === "key" ? (key ?? value) : (value ?? key)) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (!isNode(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return placed(offset);
}
