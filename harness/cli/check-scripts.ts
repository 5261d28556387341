import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type Diagnostic, InvalidInput } from "../domain/diagnostic.ts";
import type { Experiment } from "../domain/experiment.ts";
import { neighbour } from "../load/find-files.ts";

const interpreters = /^(node|deno|bun|tsx|python(\d(\.\d+)?)?|ruby|php|perl|bash|sh)$/;
const script = /\.([cm]?[jt]sx?|py|rb|php|pl|sh)$/;

/**
 * Looks for what the interpreter of a command is to run: its own complaint would come with each trial.
 * @throws {InvalidInput} with every script that is not there.
 */
export async function checkScripts(experiments: readonly Experiment[], cwd: string): Promise<void> {
  const targets = [...new Map(experiments.map(({ target }) => [target.file, target])).values()];
  const found: Diagnostic[] = [];
  for (const { file, spec } of targets) {
    if (spec.kind !== "command") continue;
    const [program = "", ...words] = spec.command;
    const name = interpreters.test(program) ? words.find((word) => script.test(word)) : undefined;
    if (name === undefined || existsSync(resolve(spec.cwd, name))) continue;
    const near = await neighbour(name, resolve(spec.cwd, name));
    const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
    const where = relative(cwd, resolve(spec.cwd, name));
    found.push({ file, message: `Cannot find what the command runs: there is no file ${where}.${hint}` });
  }
  if (found.length > 0) throw new InvalidInput(found);
}
