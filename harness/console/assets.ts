import { readdirSync, readFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const folders = { client: join(import.meta.dirname, "client"), domain: join(import.meta.dirname, "..", "domain") };
/** What the page shares with the terminal and the report: these, and what they import. */
const shared = ["gameday-words", "duration", "plan-actor", "person-key"];
/** The sources run as they are; a build has them as JavaScript. */
const extension = import.meta.filename.endsWith(".ts") ? ".ts" : ".js";

export const entry = `/client/main${extension}`;

export type Assets = ReadonlyMap<string, { readonly type: string; readonly text: string }>;

/** Scripts by path, read once: nothing that a request says ever names a file. */
export function loadAssets(): Assets {
  const script = "text/javascript; charset=utf-8";
  const own = readdirSync(folders.client).filter((name) => name.endsWith(extension) && !/\.(test|d)\.ts$/.test(name));
  const files = [
    ...own.map((name) => ["client", name] as const),
    ...shared.map((name) => ["domain", `${name}${extension}`] as const),
  ];
  const modules = files.map(([folder, name]) => {
    const source = readFileSync(join(folders[folder], name), "utf8");
    const text = extension === ".js" ? source : withoutTypes(source);
    return [`/${folder}/${name}`, { type: script, text }] as const;
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
