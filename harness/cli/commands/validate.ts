import { loadExperiments } from "../../load/index.ts";
import { planTrials } from "../../plan/plan-trials.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";

export const addValidate: AddCommand = (program, io, finish) => {
  program
    .command("validate")
    .description("check experiments and all that they refer to; prints every problem at once")
    .argument("[paths...]", "experiment or suite files, folders or globs", ["experiments"])
    .addHelpText("after", "\nExample:\n  brownout validate experiments && git push")
    .action((paths: string[]) => finish(validate(paths)));

  async function validate(paths: string[]): Promise<number> {
    const experiments = await loadExperiments(paths, registry, { cwd: io.cwd });
    const trials = experiments.reduce((sum, experiment) => sum + planTrials(experiment).length, 0);
    io.out(
      `${experiments.length} ${experiments.length === 1 ? "experiment is" : "experiments are"} valid: ${trials} trials planned.\n`,
    );
    return exitCodes.held;
  }
};
