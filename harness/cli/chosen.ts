import type { Budget } from "../domain/budget.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { RunSettings } from "../domain/run-plan.ts";
import type { FailureMode, RiskDimension } from "../domain/vocabulary.ts";
import { compact } from "../load/compact.ts";
import { loadToRun } from "../load/index.ts";
import { agentsOutputAside } from "./agents-output.ts";
import { refuseBeyond } from "./budget.ts";
import { changedSince } from "./changed.ts";
import { checkMocks } from "./check-mocks.ts";
import type { Io } from "./io.ts";
import { registry } from "./registry.ts";

/** As the options of a command line give it. */
export interface ChoiceFlags {
  readonly target?: readonly string[];
  readonly repeats?: number;
  readonly seed?: string;
  readonly tag?: readonly string[];
  readonly dimension?: readonly RiskDimension[];
  readonly failureMode?: readonly FailureMode[];
  readonly dependency?: readonly string[];
  readonly changedSince?: string;
  readonly concurrency?: number;
}

export type Choice = Omit<RunSettings, "concurrency" | "only" | "port" | "haltFile"> & {
  readonly concurrency?: number;
};

export function choiceOf(paths: readonly string[], flags: ChoiceFlags): Choice {
  const { target: targets, tag: tags, dimension: dimensions, failureMode: failureModes } = flags;
  const { dependency: dependencies, repeats, seed, changedSince, concurrency } = flags;
  const given = { targets, tags, dimensions, failureModes, dependencies, repeats, seed, changedSince, concurrency };
  return { paths, ...compact(given) };
}

export interface Chosen {
  readonly experiments: readonly Experiment[];
  readonly budget?: Budget;
  readonly concurrency: number;
}

const usualConcurrency = 8;

/** What is asked to be run, with mocks that load. @throws {InvalidInput} with everything that is wrong with it. */
export async function chosen(choice: Choice, io: Io): Promise<Chosen> {
  using _aside = agentsOutputAside();
  const {
    experiments: all,
    budget,
    concurrency,
  } = await loadToRun(choice.paths, registry, {
    cwd: io.cwd,
    overrides: {
      target: choice.targets,
      repeats: choice.repeats,
      seed: choice.seed,
      tags: choice.tags,
      dimensions: choice.dimensions,
      failureModes: choice.failureModes,
      dependencies: choice.dependencies,
    },
  });
  const experiments = choice.changedSince === undefined ? all : await changedSince(all, choice.changedSince, io);
  refuseBeyond(budget, experiments);
  await checkMocks(experiments, io.cwd);
  return {
    experiments,
    concurrency: choice.concurrency ?? concurrency ?? usualConcurrency,
    ...(budget === undefined ? {} : { budget }),
  };
}
