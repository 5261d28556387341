import { execFile } from "node:child_process";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Diagnostic, InvalidInput } from "../domain/diagnostic.ts";
import type { Experiment } from "../domain/experiment.ts";
import { loadWorld } from "../interceptors/index.ts";

/**
 * Imports the mocks of every target once: what is wrong with such a module is said before the first trial, not by each of them.
 * @param cwd folder that files are shown from
 * @throws {InvalidInput} with what is wrong with each.
 */
export async function checkMocks(experiments: readonly Experiment[], cwd: string): Promise<void> {
  const files = new Set(experiments.flatMap(({ target }) => target.map.mocks ?? []));
  const problems = await Promise.all([...files].map((file) => problemOf(file, cwd)));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new InvalidInput(found);
}

async function problemOf(file: string, cwd: string): Promise<Diagnostic | undefined> {
  try {
    await loadWorld(file);
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error;
    const shown = relative(cwd, file);
    const said = message.replaceAll(file, shown).replace(/[^.]$/, "$&.");
    if (!(cause instanceof SyntaxError)) return { file: shown, message: said };
    const slip = slipIn(cause.stack ?? "") ?? slipIn(await checkedBy(file));
    return slip === undefined
      ? { file: shown, message: said }
      : { ...slip, file: relative(cwd, slip.file ?? file), message: said };
  }
}

/** What Node writes above an error of syntax: the file and the line, the line itself, and a mark below what it stopped at. */
function slipIn(told: string): (Pick<Diagnostic, "line" | "column"> & { readonly file?: string }) | undefined {
  const head = /^(\S.*):(\d+)\s*$/m.exec(told);
  if (head === null) return undefined;
  const [all, place = "", line] = head;
  const mark = /^([ \t]*)\^+\s*$/m.exec(told.slice(head.index + all.length))?.[1];
  return {
    ...(place.startsWith("file:") ? { file: fileURLToPath(place) } : {}),
    line: Number(line),
    column: (mark?.length ?? 0) + 1,
  };
}

/** Of JavaScript Node tells the line only where a program would have ended of it. */
const checkedBy = (file: string): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, ["--check", file], { timeout: 10_000 }, (_error, _out, told) => resolve(told));
  });
