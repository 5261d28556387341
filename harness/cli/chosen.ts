import { availableParallelism } from "node:os";
import type { Budget } from "../domain/budget.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { NarrowedRun, RunSettings, UnplacedChange } from "../domain/run-plan.ts";
import type { FailureMode, RiskDimension } from "../domain/vocabulary.ts";
import { compact } from "../load/compact.ts";
import { loadToRun, policyName } from "../load/index.ts";
import { refuseBeyond } from "./budget.ts";
import { type BesideTrials, changedSince } from "./changed.ts";
import { checkMocks } from "./check-mocks.ts";
import { checkScripts } from "./check-scripts.ts";
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
  readonly gateway?: boolean;
  readonly port?: number;
}

export type Choice = Omit<
  RunSettings,
  "concurrency" | "programs" | "only" | "port" | "haltFile" | "rounds" | "unplaced" | "narrowed"
> & {
  readonly concurrency?: number;
};

export function choiceOf(paths: readonly string[], flags: ChoiceFlags): Choice {
  const { target: targets, tag: tags, dimension: dimensions, failureMode: failureModes } = flags;
  const { dependency: dependencies, repeats, seed, changedSince, concurrency } = flags;
  const given = { targets, tags, dimensions, failureModes, dependencies, repeats, seed, changedSince, concurrency };
  return { paths, ...compact(given) };
}

/** Nothing on the command line leaves experiments out, or changes who is asked. */
export const isWhole = (choice: Choice): boolean =>
  [choice.targets, choice.tags, choice.dimensions, choice.failureModes, choice.dependencies].every(
    (some = []) => some.length === 0,
  );

/** Through the gateway where that is asked for, or where no target is a module that can be called in this process. */
export const routeOf = (experiments: readonly Experiment[], { gateway }: ChoiceFlags): "gateway" | "in-process" =>
  gateway || experiments.every(({ target }) => target.spec.kind !== "module") ? "gateway" : "in-process";

/** What reproduces a run, for reports. `more`: words of the command's own. How fast it ran, and where it is kept, has no say. */
export function commandOf(
  name: "run" | "gate",
  choice: Omit<Choice, "concurrency">,
  more: readonly string[],
): string[] {
  const each = (option: string, values: readonly string[] = []): string[] => values.flatMap((value) => [option, value]);
  return [
    "brownout",
    name,
    ...choice.paths,
    ...each("--target", choice.targets),
    ...(choice.repeats === undefined ? [] : ["--repeats", String(choice.repeats)]),
    ...(choice.seed === undefined ? [] : ["--seed", choice.seed]),
    ...each("--tag", choice.tags),
    ...each("--dimension", choice.dimensions),
    ...each("--failure-mode", choice.failureModes),
    ...each("--dependency", choice.dependencies),
    ...(choice.changedSince === undefined ? [] : ["--changed-since", choice.changedSince]),
    ...more,
  ];
}

export interface Chosen {
  readonly experiments: readonly Experiment[];
  /** Those that were asked for, whether a change concerns them or not. */
  readonly all: readonly Experiment[];
  readonly budget?: Budget;
  readonly concurrency: number;
  /** Of agents that are programs, so many at once at the most; absent where somebody says how many trials are to run at once. */
  readonly programs?: number;
  readonly unplaced?: UnplacedChange;
  readonly narrowed?: NarrowedRun;
}

const usualConcurrency = 8;

/**
 * What is asked to be run, with mocks that load.
 * @throws {InvalidInput} with everything that is wrong with it.
 */
export async function chosen(choice: Choice, io: Io, beside: BesideTrials = { written: [] }): Promise<Chosen> {
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
  const { experiments, unplaced, narrowed } =
    choice.changedSince === undefined
      ? { experiments: all }
      : await changedSince(all, choice.changedSince, { ...io, deciding: [policyName], ...beside });
  refuseBeyond(budget, experiments);
  await checkMocks(experiments, io.cwd);
  await checkScripts(experiments, io.cwd);
  const programs = (choice.concurrency ?? concurrency) === undefined ? availableParallelism() : undefined;
  return {
    experiments,
    all,
    concurrency: choice.concurrency ?? concurrency ?? usualConcurrency,
    ...compact({ programs: programs, budget, unplaced, narrowed }),
  };
}
