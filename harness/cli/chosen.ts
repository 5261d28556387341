import type { Budget } from "../domain/budget.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { FailureMode, RiskDimension } from "../domain/vocabulary.ts";
import { loadToRun } from "../load/index.ts";
import { refuseBeyond } from "./budget.ts";
import { changedSince } from "./changed.ts";
import type { Io } from "./io.ts";
import { registry } from "./registry.ts";

export interface Choice {
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

export interface Chosen {
  readonly experiments: readonly Experiment[];
  readonly budget?: Budget;
  readonly concurrency: number;
}

const usualConcurrency = 8;

/** What a command line asks to be run. @throws {InvalidInput} with everything that is wrong with it. */
export async function chosen(paths: readonly string[], choice: Choice, io: Io): Promise<Chosen> {
  const {
    experiments: all,
    budget,
    concurrency,
  } = await loadToRun(paths, registry, {
    cwd: io.cwd,
    overrides: {
      target: choice.target,
      repeats: choice.repeats,
      seed: choice.seed,
      tags: choice.tag,
      dimensions: choice.dimension,
      failureModes: choice.failureMode,
      dependencies: choice.dependency,
    },
  });
  const experiments = choice.changedSince === undefined ? all : await changedSince(all, choice.changedSince, io);
  refuseBeyond(budget, experiments);
  return {
    experiments,
    concurrency: choice.concurrency ?? concurrency ?? usualConcurrency,
    ...(budget === undefined ? {} : { budget }),
  };
}
