import { renderPlan } from "../../../reports/documents/plan.ts";
import { loadExperiments } from "../../load/index.ts";
import { planTrials } from "../../plan/plan-trials.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";
import { findFault, registry } from "../registry.ts";
import { collect } from "./options.ts";

export const addPlan: AddCommand = (program, io, finish) => {
  program
    .command("plan")
    .description("dry run: what would be injected where and when; nothing is started")
    .argument("[paths...]", "experiment or suite files, folders or globs", ["experiments"])
    .option(
      "-t, --target <file>",
      "plan for this target instead of the experiments' own (may be given again: each is asked)",
      collect,
    )
    .option("--tag <tag>", "only experiments with this tag (may be given again)", collect)
    .addHelpText("after", "\nExample:\n  brownout plan experiments/excessive-latency")
    .action((paths: string[], flags: { target?: string[]; tag?: string[] }) => finish(plan(paths, flags)));

  async function plan(paths: string[], flags: { target?: string[]; tag?: string[] }): Promise<number> {
    const experiments = await loadExperiments(paths, registry, {
      cwd: io.cwd,
      overrides: {
        ...(flags.target === undefined ? {} : { target: flags.target }),
        ...(flags.tag === undefined ? {} : { tags: flags.tag }),
      },
    });
    const trials = experiments.reduce((sum, experiment) => sum + planTrials(experiment).length, 0);
    const describe = (fault: string, params: unknown): string => findFault(fault)?.describe(params) ?? fault;
    io.out(renderPlan(experiments, trials, describe));
    return exitCodes.held;
  }
};
