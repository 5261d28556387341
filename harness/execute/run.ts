import type { Clock } from "../domain/clock.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment, TargetDefinition, TargetSpec } from "../domain/experiment.ts";
import type { Fault } from "../domain/fault.ts";
import type { Isolated } from "../domain/isolated.ts";
import {
  type Brain,
  type Grader,
  type Interceptor,
  type Target,
  TargetFailure,
  type World,
  type WorldContext,
} from "../domain/ports.ts";
import type { Protocol } from "../domain/protocol.ts";
import type { Corpus } from "../domain/retrieval.ts";
import { oneTrialAtATime, startsProgram } from "../domain/target-spec.ts";
import type { Trial } from "../domain/trial.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { type Before, watchAborts, watchHalt } from "./abort.ts";
import { dependencyTable } from "./dependency-table.ts";
import type { Network } from "./forward.ts";
import { inParallel } from "./in-parallel.ts";
import { realClock } from "./real-clock.ts";
import { createRouter } from "./router.ts";
import { runTrial } from "./run-trial.ts";
import type { Embed } from "./stand-ins.ts";
import { type ReadExport, TelemetryInbox } from "./telemetry-inbox.ts";
import { startVirtualClock } from "./virtual-clock.ts";

/** Where a virtual clock starts: 1 October 2026, 09:00 UTC, so that runs do not depend on the day. */
const virtualEpoch = Date.UTC(2026, 9, 1, 9);

/** Everything that the stateful middle needs from outside. */
export interface Equipment {
  readonly route: "in-process" | "gateway";
  /** Sits where the target's calls can be seen: in this process for modules, at a port for everything else. */
  interceptor(target: TargetDefinition): Interceptor;
  boot(target: TargetDefinition): Target;
  loadWorld(file: string): Promise<(context: WorldContext) => World>;
  loadCorpus(file: string): Promise<Corpus>;
  /** Undefined = the live model answers. */
  brain(target: TargetDefinition): Brain | undefined;
  /** Opened for experiments whose tasks have assertions. */
  grader(): Grader;
  readonly network: Network;
  readonly embed: Embed;
  findFault(name: string): Fault | undefined;
  findProtocol(name: string): Protocol | undefined;
  /** Reads what a target tells of itself. */
  readonly readExport: ReadExport;
  /** The outcome of the primary task of a finished trial, for abort conditions. */
  outcome(events: readonly RunEvent[], experiment: Experiment): Outcome | undefined;
  journal(event: RunEvent): void;
  /** Kill switch: no fault fires while it says true. */
  halted(): boolean;
  /** Keeps a picture of what a trial showed; gives its path in the run's folder. Absent: pictures are not kept. */
  keepPicture?(trial: string, png: Uint8Array): string;
  /** Ends what the run's targets shared, when the run is over. */
  close?(): Promise<void>;
}

/** An experiment with the trials that are to be run. */
export interface ExperimentTrials {
  readonly experiment: Experiment;
  readonly trials: readonly Trial[];
  /** Of the whole run, if others are over already; absent = these are all. */
  readonly planned?: number;
  /** What has happened in it before; absent = nothing. */
  readonly before?: Before;
}

export interface ExecuteOptions {
  readonly concurrency: number;
  /**
   * Trials at once, at the most, whose agents are started for them: they would wait for one another to start, and their deadlines run
   * meanwhile. Absent = no other than `concurrency`.
   */
  readonly programs?: number;
  readonly signal: AbortSignal;
  /** Told of each experiment what its next trials, if there are any, have before them. */
  readonly onOver?: (experiment: string, before: Before) => void;
}

export type RunEnding = "finished" | "aborted" | "interrupted";

/** Runs experiments one after another, their trials at once. Every fault is disarmed when this returns or rejects. */
export async function executeRun(
  experiments: readonly ExperimentTrials[],
  equipment: Equipment,
  options: ExecuteOptions,
): Promise<RunEnding> {
  await using _shared = { [Symbol.asyncDispose]: async () => equipment.close?.() };
  let ending: RunEnding = "finished";
  for (const one of experiments) {
    const { experiment, trials } = one;
    if (options.signal.aborted) break;
    if (equipment.halted()) return "aborted";
    equipment.journal({ type: "experiment", experiment, planned: one.planned ?? trials.length });
    const aborted = await runExperiment(one, equipment, options);
    if (aborted !== undefined) {
      equipment.journal({ type: "experiment-aborted", experiment: experiment.id, reason: aborted });
      ending = "aborted";
    }
  }
  return options.signal.aborted ? "interrupted" : ending;
}

async function runExperiment(
  { experiment, trials, before }: ExperimentTrials,
  equipment: Equipment,
  options: ExecuteOptions,
): Promise<string | undefined> {
  const { target } = experiment;
  const createWorld = target.map.mocks === undefined ? undefined : await equipment.loadWorld(target.map.mocks);
  const corpora = new Map<string, Corpus>();
  for (const { name, corpus } of target.map.dependencies) {
    if (corpus !== undefined) corpora.set(name, await equipment.loadCorpus(corpus));
  }
  const dependencies = dependencyTable(target.map, equipment.findProtocol);
  const brain = equipment.brain(target);
  await using booting = closing(equipment.boot(target));

  const stop = new AbortController();
  using watch = watchAborts(experiment, equipment, (reason) => stop.abort(new Error(reason)), before);
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const telemetry = new TelemetryInbox(equipment.readExport);
  const router = createRouter(telemetry);
  using _halting = watchHalt(equipment, (reason) => stop.abort(new Error(reason)));
  const graded = [...experiment.tasks, ...experiment.bystanders, ...(experiment.afterwards?.tasks ?? [])].some(
    ({ grading }) => grading !== undefined,
  );
  // Before the clock, so that it is closed in real time.
  await using grader = graded ? equipment.grader() : undefined;
  await using interception = await equipment.interceptor(target).open(router);
  const isolated = interception.isolated ?? notIsolated(target.spec);
  if (isolated) equipment.journal({ type: "isolation", experiment: experiment.id, ...isolated });
  const virtual = equipment.route === "in-process" && target.spec.kind === "module" && target.spec.clock === "virtual";
  await using clock: Clock & Partial<AsyncDisposable> & AsyncDisposable = virtual
    ? startVirtualClock(virtualEpoch, (resources) =>
        stop.abort(
          new TargetFailure(
            `The virtual clock has waited 30 s for real I/O of the target (${resources.join(", ")}). Set "clock: real" in ${target.file}.`,
          ),
        ),
      )
    : { ...realClock, [Symbol.asyncDispose]: async () => undefined };

  await inParallel(trials, atOnce(experiment, options), signal, async (trial) => {
    const events: RunEvent[] = [];
    await runTrial(
      {
        experiment,
        target: booting.target,
        interception,
        router,
        telemetry,
        clock,
        dependencies,
        corpora,
        ...(createWorld ? { createWorld } : {}),
        ...(brain ? { brain } : {}),
        ...(grader ? { grader } : {}),
        network: equipment.network,
        embed: equipment.embed,
        findFault: equipment.findFault,
        journal: (event) => {
          if (watch.needsEvents) events.push(event);
          equipment.journal(event);
        },
        halted: () => equipment.halted() || signal.aborted,
        ...(equipment.keepPicture ? { keepPicture: equipment.keepPicture } : {}),
      },
      trial,
      signal,
    ).catch((error: unknown) => {
      // The trials beside it must be over before the clock and the interception go.
      stop.abort(error);
      throw error;
    });
    watch.finished(trial, events);
  });
  options.onOver?.(experiment.id, watch.so());
  if (stop.signal.reason instanceof TargetFailure) throw stop.signal.reason;
  return stop.signal.aborted ? (stop.signal.reason as Error).message : undefined;
}

const atOnce = (experiment: Experiment, { concurrency, programs = concurrency }: ExecuteOptions): number =>
  oneAtATime(experiment) ? 1 : startsProgram(experiment.target.spec) ? Math.min(concurrency, programs) : concurrency;

/** A module is held in this process. */
const notIsolated = (spec: TargetSpec): Isolated | undefined =>
  spec.kind === "module"
    ? undefined
    : { kind: "none", reason: startsProgram(spec) ? "the target's file says so" : "the agent runs already" };

/** What trials share ends with their experiment. */
const closing = (target: Target) => ({ target, [Symbol.asyncDispose]: async () => target.close?.() });

/**
 * A server listens at one address, and calls of one that hands no baggage on cannot be told apart. A module is imported once:
 * where isolation is measured, what it shares between boots must not be shared by two trials at once.
 */
const oneAtATime = ({ target: { spec }, bystanders }: Experiment): boolean =>
  spec.kind === "module" ? bystanders.length > 0 : oneTrialAtATime(spec);
