import { readFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const folder = join(import.meta.dirname, "client");
/** The sources run as they are; a build has them as JavaScript. */
const extension = import.meta.filename.endsWith(".ts") ? "ts" : "js";

/** In the order in which they need each other. Top-level names are different in all of them. */
const parts = [
  "dom",
  "unpack",
  "words",
  "filter",
  "waterfall",
  "conversation",
  "pair",
  "list",
  "charts",
  "main",
] as const;

let made: string | undefined;

/** The page's script: uPlot and our own, as one piece that reaches for nothing. */
export function clientScript(): string {
  made ??= [readFileSync(require.resolve("uplot/dist/uPlot.iife.min.js"), "utf8").trim(), ownScript()].join("\n");
  return made;
}

export const chartStyle = (): string => readFileSync(require.resolve("uplot/dist/uPlot.min.css"), "utf8").trim();

function ownScript(): string {
  const text = parts.map((part) => plain(readFileSync(join(folder, `${part}.${extension}`), "utf8"))).join("\n");
  return `(() => {\n"use strict";\n${text}\n})();`;
}

/** One module of ours as a piece of a script: without types, and without the words that make it a module. */
const plain = (source: string): string =>
  withoutTypes(source)
    .replace(/^import\s[^;]*;$/gm, "")
    .replace(/^export (?=const|function|async|class|let)/gm, "")
    .replace(/^export \{\s*\};?$/gm, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n");

function withoutTypes(source: string): string {
  if (extension === "js") return source;
  // Node warns that the function is experimental, on standard error, where progress is shown.
  const warn = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = warn;
  }
}
