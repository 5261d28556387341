import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Diagnostic, InvalidInput } from "../domain/diagnostic.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { GatePolicy, GateScope } from "../domain/gate.ts";
import { matchesGlob } from "../domain/glob.ts";
import { didYouMean } from "../load/suggest.ts";

/** What the names of a policy may mean. */
export interface NamesInUse {
  /** Of the run. */
  readonly experiments: readonly Experiment[];
  /** The command line leaves nothing out: a dependency that the run has not is nowhere. */
  readonly whole: boolean;
  /** Ids that the usual files of the project give their experiments. */
  readonly others: readonly string[];
  readonly cwd: string;
}

const endings = [".yaml", ".yml", ".json", ".ts"];

/** A file asked of several targets has an id for each, below its own. */
const isCalled = (name: string, id: string): boolean => id === name || name.startsWith(`${id}/`);

/**
 * Checks the names that a policy uses before anything runs: a bound on what is nowhere would leave the gate undecided in the end, and such a
 * waiver covers nothing. An experiment that is not run may be in another file; a dependency of no target of a part is refused where it is
 * evidently a slip.
 * @throws {InvalidInput} with all of them.
 */
export function checkPolicyNames(policy: GatePolicy, { experiments, whole, others, cwd }: NamesInUse): void {
  const ids = experiments.map(({ id }) => id);
  const known = [...new Set([...ids, ...others])];
  const dependencies = [
    ...new Set(experiments.flatMap(({ target }) => target.map.dependencies.map(({ name }) => name))),
  ];
  const found: Diagnostic[] = [];
  const refuse = (at: string, message: string): void => void found.push({ ...placeIn(at, policy.file), message });
  const checkExperiment = (name: string, at: string): void => {
    if (ids.some((id) => matchesGlob(name, id)) || others.some((id) => matchesGlob(name, id) || isCalled(name, id)))
      return;
    if (!hasFile(name, cwd)) refuse(at, `There is no experiment "${name}".${didYouMean(name, known)}`);
  };
  const checkDependency = (name: string, at: string): void => {
    if (dependencies.includes(name)) return;
    const hint = didYouMean(name, dependencies);
    if (whole || hint.includes("Did you mean")) refuse(at, `No target has a dependency "${name}".${hint}`);
  };
  const check = (scope: GateScope | { readonly kind: "run" }, at: string): void => {
    if (scope.kind === "experiment") checkExperiment(scope.name, at);
    if (scope.kind === "dependency") checkDependency(scope.name, at);
  };
  for (const { in: scope, at } of policy.scores) check(scope, at);
  for (const { in: scope, at } of policy.baseline?.scores ?? []) check(scope, at);
  for (const { experiment, at } of policy.waivers) checkExperiment(experiment, at);
  if (found.length > 0) throw new InvalidInput(found);
}

/** The path of a file that is not run, or below one that is asked of several targets; of a pattern the folder. */
function hasFile(name: string, cwd: string): boolean {
  const plain = name.replace(/\/?[^/]*\*.*$/, "");
  const paths = plain === "" ? [] : [plain, dirname(plain)].filter((path) => path !== ".");
  return paths.some((path) =>
    (name.includes("*") ? ["", ...endings] : endings).some((end) => existsSync(resolve(cwd, `${path}${end}`))),
  );
}

/** `gate.yaml:3:5`, as criteria keep it. */
function placeIn(at: string, file: string): Pick<Diagnostic, "file" | "line" | "column"> {
  const [, line, column] = /:(\d+):(\d+)$/.exec(at) ?? [];
  return line === undefined ? { file } : { file, line: Number(line), column: Number(column) };
}
