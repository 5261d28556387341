import { counted } from "../../../reports/text/figures.ts";
import { loadAll } from "../../load/index.ts";
import { planTrials } from "../../plan/plan-trials.ts";
import { checkMocks } from "../check-mocks.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";

export const addValidate: AddCommand = (program, io, finish) => {
  program
    .command("validate")
    .description("check experiments, system maps and all that they refer to; prints every problem at once")
    .argument("[paths...]", "files of experiments, suites or system maps, folders or globs", ["experiments"])
    .addHelpText("after", "\nExample:\n  brownout validate experiments && git push")
    .action((paths: string[]) => finish(validate(paths)));

  async function validate(paths: string[]): Promise<number> {
    const { experiments, systemMaps } = await loadAll(paths, registry, { cwd: io.cwd });
    await checkMocks(experiments, io.cwd);
    const trials = experiments.reduce((sum, experiment) => sum + planTrials(experiment).length, 0);
    const maps = systemMaps.length === 0 ? [] : [counted(systemMaps.length, "system map")];
    const what = experiments.length === 0 ? maps : [counted(experiments.length, "experiment"), ...maps];
    const verb = experiments.length + systemMaps.length === 1 ? "is" : "are";
    const planned = experiments.length === 0 ? "." : `: ${trials} trials planned.`;
    io.out(`${what.join(" and ")} ${verb} valid${planned}\n`);
    return exitCodes.held;
  }
};
