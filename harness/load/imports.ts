import { readFileSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";

/** What a file rests on, as far as its text tells. */
export interface Imports {
  /** The file itself and every file that it names by a relative path, and they in turn; by absolute path. */
  readonly files: ReadonlySet<string>;
  /** Something is imported that no relative path names: computed, by an alias, or from a package of the same workspace. */
  readonly open: boolean;
}

/** Whatever reads like a relative path may be imported, loaded by a worker, or read. */
const relativePath = /["'`](\.{1,2}\/[^"'`\n]*)["'`]|\b(?:from|import|require)\b\s*\(?\s*["'](\.{1,2})["']/g;
const bareName =
  /(?:^|[\n;])\s*(?:import|(?:import|export)\b[^;'"`]*?\bfrom)\s*["']([^."'\n][^"'\n]*)["']|\b(?:import|require)\(\s*["']([^."'\n][^"'\n]*)["']/g;
const computed = /(?<!typeof )\b(?:import|require)\(\s*[^"'\s)]/;
const compiled = /\/\/# sourceMappingURL=/;
const endings = ["", ".ts", ".js", ".mjs", ".mts", ".cjs", ".cts", ".tsx", ".jsx", ".json", "/index.ts", "/index.js"];
/** What Brownout itself imports at run time are the experiment's files. */
const harness = `${dirname(import.meta.dirname)}${sep}`;
const sourceOf: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** Follows a file's imports. One that is gone is among them too: it may be what changed. */
export function importsOf(entry: string): Imports {
  const files = new Set<string>();
  const waiting = [entry];
  let open = false;
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    const text = textOf(file);
    if (text === undefined) continue;
    files.add(file);
    if (!isSource(file)) continue;
    const ours = file.startsWith(harness);
    const folder = dirname(file);
    open ||= !ours && (computed.test(text) || compiled.test(text));
    const bare = [...text.matchAll(bareName)].map(([, from, called]) => from ?? called ?? "");
    open ||= !ours && bare.some((name) => isOfProject(name, folder));
    const relative = [...text.matchAll(relativePath)].map(([, path, dots]) => resolve(folder, path ?? dots ?? ""));
    for (const named of [...relative, ...bare.filter(isAbsolute)]) {
      const found = candidates(named).filter((one) => textOf(one) !== undefined);
      if (found.length === 0) files.add(named);
      waiting.push(...found);
    }
  }
  return { files, open };
}

export const isSource = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file);

/** `./x.js` may stand for `x.ts`, and `./x` for many. */
function candidates(named: string): readonly string[] {
  const ending = /\.[cm]?jsx?$/.exec(named)?.[0];
  const sources = (ending === undefined ? undefined : sourceOf[ending]) ?? [];
  const bare = ending === undefined ? named : named.slice(0, -ending.length);
  return [...endings.map((one) => `${named}${one}`), ...sources.map((one) => `${bare}${one}`)];
}

/** A name that is neither Node's nor of an installed package: `#tools`, `@/tools`, a package of the same workspace. */
function isOfProject(name: string, folder: string): boolean {
  if (isBuiltin(name) || isAbsolute(name) || /^[a-z]+:/.test(name)) return false;
  const [first = "", second = ""] = name.split("/");
  const wanted = first.startsWith("@") ? `${first}/${second}` : first;
  for (let at = folder; ; at = dirname(at)) {
    try {
      return !realpathSync(join(at, "node_modules", wanted))
        .split(/[\\/]/)
        .includes("node_modules");
    } catch {
      if (dirname(at) === at) return true;
    }
  }
}

/** Undefined if it cannot be read. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
