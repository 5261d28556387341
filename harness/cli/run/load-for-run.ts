import type { Experiment } from "../../domain/experiment.ts";
import type { RunSettings } from "../../domain/run-plan.ts";
import { loadExperiments } from "../../load/index.ts";
import { checkMocks } from "../check-mocks.ts";
import type { Io } from "../io.ts";
import { registry } from "../registry.ts";

/** The experiments that a run asks for, with mocks that load. @throws {InvalidInput} with everything that is wrong with them. */
export async function loadForRun(
  { paths, targets, repeats, seed, tags }: RunSettings,
  { cwd }: Pick<Io, "cwd">,
): Promise<readonly Experiment[]> {
  const experiments = await loadExperiments(paths, registry, {
    cwd,
    overrides: { target: targets, repeats, seed, tags },
  });
  await checkMocks(experiments, cwd);
  return experiments;
}
