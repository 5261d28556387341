import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

const pattern =
  /(?:^|[\n;])\s*(?:import|export)\b[^;'"]*?(?:from\s*)?["'](\.[^"']+)["']|(?:import|require)\(\s*["'](\.[^"']+)["']\s*\)/g;
const endings = ["", ".ts", ".js", ".mjs", ".tsx", "/index.ts", "/index.js"];

/** The file itself and every file that it imports by a relative path, and they in turn; by absolute path. What is computed is not seen. */
export function importsOf(entry: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    const text = textOf(file);
    if (text === undefined) continue;
    seen.add(file);
    for (const [, from, called] of text.matchAll(pattern)) {
      const named = resolve(dirname(file), from ?? called ?? "");
      const found = endings.map((ending) => `${named}${ending}`).find((path) => textOf(path) !== undefined);
      // A file that is gone was imported too: it may be what changed.
      if (found === undefined) seen.add(named);
      else waiting.push(found);
    }
  }
  return seen;
}

/** Undefined if it cannot be read. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
