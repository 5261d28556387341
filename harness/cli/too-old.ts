import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shellWord } from "../domain/shell-word.ts";

/**
 * What to do about a Node that is too old. Read by that Node: nothing newer may stand here. npx and the scripts of package.json put
 * the Node that a project keeps (`node@24`) first on the path, and a command typed by its path does not.
 * @param startedAs how the command was named: `…/node_modules/.bin/brownout`
 */
export function tooOld(needed: number, version: string, startedAs: string, words: readonly string[]): string {
  const here = `brownout needs Node ${needed} or newer, and this is ${version}.`;
  const kept = keptNode(dirname(startedAs));
  return kept !== undefined && Number.parseInt(kept, 10) >= needed
    ? `${here} The project keeps Node ${kept}, and npx takes that one: ${["npx", "brownout", ...words].map(shellWord).join(" ")}\n`
    : `${here} Install it, or keep one in the project: npm install --save-dev node@${needed}\n`;
}

/** The version of the package `node` in the nearest `node_modules` that has one. */
function keptNode(folder: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, "node_modules", "node", "package.json"), "utf8"));
    if (typeof version === "string") return version;
  } catch {
    // Not here: perhaps above.
  }
  const above = dirname(folder);
  return above === folder ? undefined : keptNode(above);
}
