import { execFile } from "node:child_process";
import { relative } from "node:path";
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
    const line = cause instanceof SyntaxError ? await lineOfSlip(file) : undefined;
    const said = message.replaceAll(file, shown).replace(/[^.]$/, "$&.");
    return { file: shown, message: said, ...(line === undefined ? {} : { line, column: 1 }) };
  }
}

/** Node knows the line of a slip, and tells it only where a program would have ended of it. */
const lineOfSlip = (file: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    execFile(process.execPath, ["--check", file], { timeout: 10_000 }, (_error, _out, told) => {
      const line = /^\S.*:(\d+)\s*$/m.exec(told)?.[1];
      resolve(line === undefined ? undefined : Number(line));
    });
  });
