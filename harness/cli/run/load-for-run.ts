import type { RunSettings } from "../../domain/run-plan.ts";
import { type Loaded, loadToRun } from "../../load/index.ts";
import { refuseBeyond } from "../budget.ts";
import { changedSince } from "../changed.ts";
import { checkMocks } from "../check-mocks.ts";
import type { Io } from "../io.ts";
import { registry } from "../registry.ts";

/** The experiments that a run asks for, with mocks that load, and what their suites say. @throws {InvalidInput} with everything that is wrong with them. */
export async function loadForRun(
  settings: Omit<RunSettings, "concurrency">,
  io: Pick<Io, "cwd" | "err">,
): Promise<Loaded> {
  const { paths, targets, repeats, seed, tags, dimensions, failureModes, dependencies } = settings;
  const loaded = await loadToRun(paths, registry, {
    cwd: io.cwd,
    overrides: { target: targets, repeats, seed, tags, dimensions, failureModes, dependencies },
  });
  const { experiments: all, budget } = loaded;
  const experiments = settings.changedSince === undefined ? all : await changedSince(all, settings.changedSince, io);
  refuseBeyond(budget, experiments);
  await checkMocks(experiments, io.cwd);
  return { ...loaded, experiments };
}
