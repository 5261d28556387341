import { existsSync, globSync, statSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { counted } from "../../../reports/text/figures.ts";
import { type Diagnostic, InvalidInput } from "../../domain/diagnostic.ts";
import { idsBelow, loadAll, policyName } from "../../load/index.ts";
import { planTrials } from "../../plan/plan-trials.ts";
import { checkMocks } from "../check-mocks.ts";
import { checkScripts } from "../check-scripts.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadAsked } from "../gate.ts";
import { checkPolicyNames } from "../policy-names.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";

const usualFolder = "experiments";

export const addValidate: AddCommand = (program, io, finish) => {
  program
    .command("validate")
    .description(
      "check experiments, suites, system maps, the gate's policy and all that they refer to; prints every problem at once",
    )
    .argument("[paths...]", "files of experiments, suites, system maps or gate.yaml, folders or globs", [usualFolder])
    .addHelpText("after", "\nExample:\n  brownout validate experiments && git push")
    .action((paths: string[]) => finish(validate(paths)));

  async function validate(paths: string[]): Promise<number> {
    const diagnostics: Diagnostic[] = [];
    const policies = policiesIn(paths);
    const others = paths.filter((path) => !policies.includes(path));
    const checked = async <T>(check: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await check();
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        diagnostics.push(...error.diagnostics);
        return undefined;
      }
    };
    const loaded =
      others.length === 0
        ? undefined
        : await checked(() => loadAll([...others, ...suitesBelow(others, io.cwd)], registry, { cwd: io.cwd }));
    const { experiments = [], systemMaps = [], suites = [] } = loaded ?? {};
    await checked(() => checkMocks(experiments, io.cwd));
    await checked(() => checkScripts(experiments, io.cwd));
    for (const policy of policies)
      await checked(async () => {
        const asked = await loadAsked(policy, io.cwd);
        const names = { whole: false, others: await idsBelow("experiments", io), cwd: io.cwd };
        // Of experiments that could not be read no dependency is known, and none is refused.
        checkPolicyNames(asked.policy, { experiments, ...names });
      });
    if (diagnostics.length > 0) throw new InvalidInput(diagnostics);
    const trials = experiments.reduce((sum, experiment) => sum + planTrials(experiment).length, 0);
    const counts: readonly (readonly [number, string, string?])[] = [
      [experiments.length, "experiment"],
      [suites.length, "suite"],
      [systemMaps.length, "system map"],
      [policies.length, "gate policy", "gate policies"],
    ];
    const what = counts.flatMap(([count, one, many]) => (count === 0 ? [] : [counted(count, one, many)]));
    const verb = counts.reduce((sum, [count]) => sum + count, 0) === 1 ? "is" : "are";
    const planned = experiments.length === 0 ? "." : `: ${trials} trials planned.`;
    io.out(`${what.join(", ").replace(/, (?=[^,]*$)/, " and ")} ${verb} valid${planned}\n`);
    return exitCodes.held;
  }

  /** A policy that is named, and the usual one where all is checked. */
  function policiesIn(paths: readonly string[]): readonly string[] {
    const named = paths.filter((path) => basename(path) === policyName);
    const usual = paths.length === 1 && paths[0] === usualFolder && existsSync(resolve(io.cwd, policyName));
    return usual ? [policyName] : named;
  }
};

/** Suites stand in a folder of their own, and are found only where they are asked for. */
const suitesBelow = (paths: readonly string[], cwd: string): readonly string[] =>
  paths.flatMap((path) => {
    if (statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    return globSync("**/suites/*.{yaml,yml,json,ts}", { cwd: resolve(cwd, path) })
      .filter((file) => !file.split(sep).includes("node_modules") && !file.endsWith(".d.ts"))
      .sort()
      .map((file) => join(path, file));
  });
