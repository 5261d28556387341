import type { Experiment } from "../../domain/experiment.ts";
import type { RunSettings } from "../../domain/run-plan.ts";
import { loadExperiments } from "../../load/index.ts";
import type { Io } from "../io.ts";
import { registry } from "../registry.ts";

/** The experiments that a run asks for. @throws {InvalidInput} with everything that is wrong with them. */
export const loadForRun = (
  { paths, targets, repeats, seed, tags }: RunSettings,
  io: Pick<Io, "cwd">,
): Promise<readonly Experiment[]> =>
  loadExperiments(paths, registry, { cwd: io.cwd, overrides: { target: targets, repeats, seed, tags } });
