import { readdirSync, readFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const folder = join(import.meta.dirname, "client");
/** The sources run as they are; a build has them as JavaScript. */
const extension = import.meta.filename.endsWith(".ts") ? ".ts" : ".js";

export const entry = `/client/main${extension}`;

export type Assets = ReadonlyMap<string, { readonly type: string; readonly text: string }>;

/** Scripts by path, read once: nothing that a request says ever names a file. */
export function loadAssets(): Assets {
  const script = "text/javascript; charset=utf-8";
  const modules = readdirSync(folder)
    .filter((name) => name.endsWith(extension) && !/\.(test|d)\.ts$/.test(name))
    .map((name) => {
      const source = readFileSync(join(folder, name), "utf8");
      return [`/client/${name}`, { type: script, text: extension === ".js" ? source : withoutTypes(source) }] as const;
    });
  return new Map([
    ...modules,
    ["/uplot.js", { type: script, text: readFileSync(require.resolve("uplot/dist/uPlot.iife.min.js"), "utf8") }],
  ]);
}

export const chartStyle = (): string => readFileSync(require.resolve("uplot/dist/uPlot.min.css"), "utf8").trim();

function withoutTypes(source: string): string {
  // Node warns that the function is experimental, on standard error, where people read what happens.
  const warn = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = warn;
  }
}
