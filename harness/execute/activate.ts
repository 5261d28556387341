import type { Clock } from "../domain/clock.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Fault } from "../domain/fault.ts";
import type { Brain, World, WorldContext } from "../domain/ports.ts";
import type { Corpus } from "../domain/retrieval.ts";
import type { Task } from "../domain/task.ts";
import { performanceId, type Trial } from "../domain/trial.ts";
import { type ActiveTrial, type ArmedInjection, unfired } from "./active-trial.ts";
import { type CallBook, openCallBook } from "./call-book.ts";
import { type Decisions, decisions } from "./context-results.ts";
import type { DependencyTable } from "./dependency-table.ts";
import { forwardTo, type Network } from "./forward.ts";
import { kept } from "./kept.ts";
import { reachUntil } from "./live-reach.ts";
import { planted } from "./planted.ts";
import { type PromptCache, promptCache } from "./prompt-cache.ts";
import type { TrialRouter } from "./router.ts";
import { type Embed, embeddedTexts } from "./stand-ins.ts";
import { trialDigest } from "./trial-digest.ts";

/** What the calls of one experiment's trials need, whoever makes them. */
export interface Backstage {
  readonly experiment: Experiment;
  readonly router: TrialRouter;
  readonly clock: Clock;
  readonly dependencies: DependencyTable;
  readonly corpora: ReadonlyMap<string, Corpus>;
  readonly createWorld?: (context: WorldContext) => World;
  readonly brain?: Brain;
  readonly network: Network;
  readonly embed: Embed;
  findFault(name: string): Fault | undefined;
  journal(event: RunEvent): void;
  halted(): boolean;
  /** Told why a call cannot be answered, in place of the trial's end. */
  unanswered?(reason: string): void;
}

export interface Activated {
  readonly active: ActiveTrial;
  readonly world: World | undefined;
  readonly tasks: ReadonlyMap<string, Task>;
  /** Of everything journalled so far; of nothing in a live trial, which may go on for ever. */
  digest(): string;
  /** When the first fault fired, ms of trial time; undefined in a live trial. */
  firstFault(): number | undefined;
  /** Why the set-up is broken, if it is. */
  failure(): string | undefined;
  /** Nothing more will come of a performance. */
  forget(performance: string): void;
  /** What has been decided of results inside the agent is decided anew. */
  decideAnew(): void;
  /** Every fault is off from now on, and lets go of what it holds; calls are answered as before. */
  disarm(): void;
  /** Ends it: from now on no call of the trial is answered. Idempotent. */
  close(): void;
}

/** A trial that lasts as long as people want: what is armed changes while it runs, and its memory has bounds. */
export interface LiveTrial {
  readonly armed: readonly ArmedInjection[];
  /** Performances that are remembered at once. */
  readonly performances: number;
  /** Calls, texts and decisions that are remembered, of each performance and operation. */
  readonly calls: number;
}

const taskMaps = new WeakMap<Experiment, ReadonlyMap<string, Task>>();

/** Built once for each experiment: a run over a thousand tasks has thousands of trials. */
function tasksOf(experiment: Experiment): ReadonlyMap<string, Task> {
  const known = taskMaps.get(experiment);
  if (known) return known;
  const { tasks: own, bystanders, afterwards } = experiment;
  const tasks = new Map([...(afterwards?.tasks ?? []), ...bystanders, ...own].map((task) => [task.id, task]));
  taskMaps.set(experiment, tasks);
  return tasks;
}

/** Arms a trial: from now on its calls are answered, with the faults of its arm. */
export function activate(stage: Backstage, trial: Trial, outer: AbortSignal, live?: LiveTrial): Activated {
  const { experiment, clock, router } = stage;
  const tasks = tasksOf(experiment);
  const primary = tasks.get(trial.task);
  const over = new AbortController();
  const stop = (): void => over.abort(outer.reason);
  let failure: string | undefined;
  const disarmed = new AbortController();
  const digest = trialDigest();
  let firstFault: number | undefined;
  const journal = (event: RunEvent): void => {
    if (!live) {
      digest.see(event);
      if (event.type === "fault-fired") firstFault ??= event.t;
    }
    stage.journal(event);
  };
  journal({ type: "trial-started", trial });
  const world = stage.createWorld?.({
    seed: `${experiment.seed}/${trial.pair}`,
    trial: trial.id,
    now: () => clock.now(),
    task: { id: trial.task, prompt: primary?.prompt ?? "", input: primary?.input ?? {} },
  });
  const embedded = embeddedTexts(live?.calls);
  const prompts = new Map<string, Map<string, PromptCache>>();
  const promptsOf = (performance: string, dependency: string): PromptCache =>
    kept(
      kept(prompts, performance, () => new Map(), live?.performances),
      dependency,
      promptCache,
    );
  const books = new Map<string, CallBook>();
  const decided = new Map<string, Decisions>();
  const turns = new Map<string, number>();
  const active: ActiveTrial = {
    trial,
    current: performanceId(trial.id, trial.task),
    experiment,
    clock,
    startedAt: clock.now(),
    signal: over.signal,
    dependencies: stage.dependencies,
    corpora: stage.corpora,
    embedded,
    promptsOf,
    armed: live?.armed ?? (trial.arm === "control" ? [] : arm(experiment, trial, stage.findFault, disarmed.signal)),
    forward: forwardTo({
      experiment,
      trial,
      tasks,
      network: stage.network,
      corpora: stage.corpora,
      embed: stage.embed,
      embedded,
      promptsOf,
      turnOf: (performance) => turns.get(performance) ?? 0,
      clock,
      journal,
      ...(world ? { world } : {}),
      ...(stage.brain ? { brain: stage.brain } : {}),
    }),
    turns,
    bookOf: (performance) => kept(books, performance, () => openCallBook(live?.calls), live?.performances),
    decisionsOf: (performance) => kept(decided, performance, () => decisions(live?.calls), live?.performances),
    halted: () => disarmed.signal.aborted || stage.halted(),
    journal,
    fail: (reason) => {
      if (stage.unanswered) return stage.unanswered(reason);
      failure ??= reason;
      over.abort(new Error(reason));
    },
    planted: planted(live?.calls),
    faultsFired: 0,
    faultsPending: 0,
    open: new Set(),
  };
  outer.addEventListener("abort", stop, { once: true });
  // Whoever was told of the beginning may have ended the run because of it.
  if (outer.aborted) stop();
  const unregister = router.register(active);
  return {
    active,
    world,
    tasks,
    digest: digest.value,
    firstFault: () => firstFault,
    failure: () => failure,
    forget(performance) {
      for (const map of [books, decided, prompts, turns]) map.delete(performance);
    },
    decideAnew: () => decided.clear(),
    disarm() {
      disarmed.abort(new Error("Every fault is off."));
    },
    close: () => {
      over.abort(new Error("The trial is over."));
      for (const cutOff of active.open) cutOff();
      unregister();
      outer.removeEventListener("abort", stop);
    },
  };
}

function arm(
  experiment: Experiment,
  trial: Trial,
  findFault: Backstage["findFault"],
  off: AbortSignal,
): ActiveTrial["armed"] {
  const ends = trial.afterwards ? { live: reachUntil(off) } : {};
  return (experiment.cells[trial.cell]?.method ?? []).map((injection) => {
    const fault = findFault(injection.fault);
    if (!fault) throw new Error(`${injection.at} No fault "${injection.fault}".`);
    return { ...unfired(injection, fault), ...ends };
  });
}
