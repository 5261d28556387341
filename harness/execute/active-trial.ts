import type { Call, Reply } from "../domain/call.ts";
import type { Clock } from "../domain/clock.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment, Injection } from "../domain/experiment.ts";
import type { Fault, FaultContext } from "../domain/fault.ts";
import type { Corpus } from "../domain/retrieval.ts";
import type { Effect } from "../domain/task.ts";
import type { Trial } from "../domain/trial.ts";
import type { WireRequest } from "../domain/wire.ts";
import type { CallBook } from "./call-book.ts";
import type { Decisions } from "./context-results.ts";
import type { BoundDependency, DependencyTable } from "./dependency-table.ts";
import type { LiveReach } from "./live-reach.ts";
import type { Planted } from "./planted.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { EmbeddedTexts } from "./stand-ins.ts";

/** An injection of the method, armed for one trial, with what it has done so far. */
export interface ArmedInjection {
  readonly injection: Injection;
  readonly fault: Fault;
  matched: number;
  firings: number;
  firingSince: number | undefined;
  lastFired: number | undefined;
  /** It has been told why one call was left as it was. */
  toldIdle?: true;
  readonly kept: { value?: unknown };
  /** It may be turned off while the trial runs: by people, or before what is asked afterwards. */
  readonly live?: LiveReach;
}

/** As it is before its first call. */
export const unfired = (injection: Injection, fault: Fault): ArmedInjection => ({
  injection,
  fault,
  matched: 0,
  firings: 0,
  firingSince: undefined,
  lastFired: undefined,
  kept: {},
});

/** All that the router knows of a trial while it runs. */
export interface ActiveTrial {
  readonly trial: Trial;
  /** The performance whose calls do not always say so: the trial's own task, and later those that are asked afterwards. */
  current: string;
  readonly experiment: Experiment;
  readonly clock: Clock;
  readonly startedAt: number;
  /** Aborts when the trial is over. */
  readonly signal: AbortSignal;
  readonly dependencies: DependencyTable;
  /** Empty in the control arm. */
  readonly armed: readonly ArmedInjection[];
  readonly corpora: ReadonlyMap<string, Corpus>;
  readonly embedded: EmbeddedTexts;
  /**
   * The prompt cache of a dependency, one for each performance: those of tasks that run at the same time would fill a common one in
   * an order that nobody can repeat.
   */
  promptsOf(performance: string, dependency: string): PromptCache;
  /** What the dependency itself answers: brain, world or live upstream. */
  forward(
    call: Call,
    request: WireRequest,
    bound: BoundDependency,
    signal: () => AbortSignal,
    committed?: (effect: Effect) => void,
  ): Promise<Reply>;
  /** What faults have put into replies so far, as it is looked for in later requests. */
  readonly planted: Planted;
  bookOf(performance: string): CallBook;
  /** Which turn of its task each performance is at, from 0; absent = the first. */
  readonly turns: Map<string, number>;
  /** What has been decided of the results of tools inside the agent. */
  decisionsOf(performance: string): Decisions;
  /** Every fault is off from now on: kill switch or abort. */
  halted(): boolean;
  journal(event: RunEvent): void;
  /** The set-up is broken (no mock, a plug-in threw): ends the trial, which then counts as failed and not as the agent's. */
  fail(reason: string): void;
  /** Ends the agent's process and starts it again, journalled; there once the agent has been started, if its process is ours. */
  restartTarget?: NonNullable<FaultContext["restartTarget"]>;
  faultsFired: number;
  /** Injections at calls under way that may fire yet. */
  faultsPending: number;
  /** Calls that have begun and not ended; each function ends its call as `trial-over`. */
  readonly open: Set<() => void>;
}

/** Names for chance and ids: the same in both arms, so that a pair differs by its faults alone. */
export const pairNames = (active: ActiveTrial, call: Pick<Call, "performance" | "address">): string[] => [
  active.experiment.seed,
  active.trial.pair,
  call.performance.slice(call.performance.lastIndexOf("~") + 1),
  call.address,
];

export const trialTime = (active: ActiveTrial): number =>
  Math.round((active.clock.now() - active.startedAt) * 1000) / 1000;
