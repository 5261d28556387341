import { chance } from "../domain/chance.ts";
import type { PerformanceEnded } from "../domain/events.ts";
import {
  AgentCrash,
  currentTrial,
  type Grader,
  type Interception,
  type Scope,
  type Session,
  type Target,
  TargetFailure,
} from "../domain/ports.ts";
import type { Dependency } from "../domain/system-map.ts";
import type { Answer, Task } from "../domain/task.ts";
import { telemetryName } from "../domain/telemetry.ts";
import { performanceId, type Trial } from "../domain/trial.ts";
import { type Activated, activate, type Backstage } from "./activate.ts";
import { type ActiveTrial, trialTime } from "./active-trial.ts";
import { converse } from "./converse.ts";
import { trafficOf, witnessOf } from "./page.ts";
import { drawingFrom } from "./seeded-random.ts";
import { type TelemetryInbox, type TrialInbox, telemetryEnvironment, telemetryUrl } from "./telemetry-inbox.ts";
import { digestOf } from "./trial-digest.ts";

/** What all trials of one experiment share. */
export interface Stage extends Backstage {
  readonly target: Target;
  readonly interception: Interception;
  readonly telemetry: TelemetryInbox;
  /** For tasks that have assertions. */
  readonly grader?: Grader;
  keepPicture?(trial: string, png: Uint8Array): string;
}

/** An answer that was given, and when. */
interface Given {
  readonly task: Task;
  readonly performance: string;
  readonly t: number;
  readonly answer: Answer;
}

/**
 * boot ▸ arm ▸ perform ▸ disarm ▸ grade. Never rejects: whatever goes wrong is an event.
 * @param signal ends the trial early; it then has no `trial-ended` and counts as not run.
 */
export async function runTrial(stage: Stage, trial: Trial, signal: AbortSignal): Promise<void> {
  const { interception } = stage;
  let activated: Activated;
  try {
    activated = activate(stage, trial, signal);
  } catch (error) {
    stage.journal({ type: "trial-failed", trial: trial.id, error: messageOf(error) });
    return;
  }
  const { active, tasks } = activated;
  const inbox = openInbox(stage, activated);
  let session: Session | undefined;
  let failure: string | undefined;
  let given: readonly Given[] = [];
  try {
    const { dependencies } = stage.experiment.target.map;
    const collector = { name: telemetryName, url: telemetryUrl(trial.id), env: collectorAddress };
    const environmentOf = (scope: Scope): Record<string, string> => {
      const { [collectorAddress]: exporters = collector.url, ...addresses } = {
        ...declaredAddresses(dependencies),
        ...interception.environment(scope, [...dependencies, collector]),
      };
      return { ...telemetryEnvironment(exporters, dependencies), ...addresses };
    };
    const boot = { trial: trial.id };
    const told = { trial: stage.target.shared ? currentTrial : trial.id };
    session = await drawingFrom(chance(stage.experiment.seed, trial.pair, "boot"), () =>
      interception.run(boot, () =>
        stage.target.boot(environmentOf(told), active.signal, {
          environmentOf,
          traffic: trafficOf(stage),
          ...(interception.isolation ? { isolation: interception.isolation } : {}),
        }),
      ),
    );
    const booted = session;
    if (booted.restart) active.restartTarget = restarting(active, booted.restart);
    const performers = [trial.task, ...trial.bystanders].flatMap((id) => tasks.get(id) ?? []);
    const answers = await Promise.all(performers.map((task) => perform(activated, booted, stage, task)));
    given = answers.filter((one) => one !== undefined);
  } catch (error) {
    failure = active.signal.aborted ? undefined : messageOf(error);
  } finally {
    activated.close();
    if (session && mayTellMore(stage)) await inbox.settle(signal);
    await session?.close().catch((error: unknown) => {
      failure ??= `The target did not close: ${messageOf(error)}`;
    });
    stage.telemetry.close(trial.id);
  }
  failure = activated.failure() ?? failure;
  if (signal.aborted) return;
  const t = trialTime(active);
  if (failure === undefined) await grade(stage, trial, given, signal);
  if (signal.aborted) return;
  if (failure !== undefined) stage.journal({ type: "trial-failed", trial: trial.id, error: failure });
  else stage.journal({ type: "trial-ended", trial: trial.id, t, digest: digestOf(activated.events) });
}

/** Restarts and writes down how it ended, and whether it came back. */
const restarting =
  (active: ActiveTrial, restart: NonNullable<Session["restart"]>): NonNullable<ActiveTrial["restartTarget"]> =>
  (order) =>
    restart({
      ...order,
      told: ({ ended, error }) => {
        if (active.signal.aborted) return;
        active.journal({
          type: "target-restarted",
          trial: active.trial.id,
          t: trialTime(active),
          ended,
          ...(error === undefined ? {} : { error }),
        });
      },
    });

/** The faults are gone by now, and the trial's time stands still. */
async function grade(stage: Stage, trial: Trial, given: readonly Given[], signal: AbortSignal): Promise<void> {
  const { grader } = stage;
  if (!grader) return;
  const graded = given.filter(({ task }) => task.grading !== undefined);
  await Promise.all(
    graded.map(async ({ task, performance, t, answer }) => {
      const grades = await grader.grade(task, answer, signal);
      if (!signal.aborted) stage.journal({ type: "answer-graded", trial: trial.id, performance, t, grades });
    }),
  );
}

/** The name by which an interception is asked for the collector's address, which no target reads. */
const collectorAddress = "BROWNOUT_COLLECTOR";

function openInbox(stage: Stage, { active, events }: Activated): TrialInbox {
  const { clock, startedAt, trial } = active;
  const firstFault = (): number | undefined => events.find((event) => event.type === "fault-fired")?.t;
  const { journal, experiment } = stage;
  return stage.telemetry.open(trial.id, { clock, startedAt, spec: experiment.target.telemetry, journal, firstFault });
}

/** Trials of a server that may yet turn out to tell something. */
const tries = 2;

/** A program has ended by now. Whoever has told nothing so far is not waited for; a server is given two trials to tell. */
const mayTellMore = ({ telemetry, experiment: { target } }: Stage): boolean =>
  target.spec.kind !== "command" &&
  (telemetry.seen || target.telemetry !== undefined || (target.spec.kind === "http" && telemetry.finished < tries));

/** In process an agent is told the addresses of production; a gateway puts its own in their place. */
const declaredAddresses = (dependencies: readonly Dependency[]): Record<string, string> =>
  Object.fromEntries(dependencies.flatMap(({ env, url }) => (env === undefined ? [] : [[env, url]])));

/** One task against the booted target, until it answers, breaks, or its time is up. */
async function perform(
  { active, world }: Activated,
  session: Session,
  stage: Stage,
  task: Task,
): Promise<Given | undefined> {
  const id = performanceId(active.trial.id, task.id);
  const scope = { trial: active.trial.id, performance: id };
  const ended = new AbortController();
  const either = AbortSignal.any([active.signal, ended.signal]);
  const end = (how: Pick<PerformanceEnded, "end"> & Partial<PerformanceEnded>): void => {
    active.journal({
      type: "performance-ended",
      trial: active.trial.id,
      performance: id,
      task: task.id,
      role: task.id === active.trial.task ? "primary" : "bystander",
      t: trialTime(active),
      effects: world?.effects(id) ?? [],
      ...how,
    });
  };
  const witness = witnessOf(active, id, stage.keepPicture);
  const timeUp = active.clock.sleep(active.experiment.deadline, either).then(
    () => "deadline" as const,
    () => "over" as const,
  );
  try {
    const { experiment, trial } = active;
    const answering = drawingFrom(chance(experiment.seed, trial.pair, task.id, "performance"), () =>
      stage.interception.run(scope, () =>
        converse(task, {
          session: id,
          ask: (told) => session.perform(told, either, scope, witness),
          begins: (turn) => void active.turns.set(id, turn),
          answered: (turn, { prompt }, { text, data }) =>
            active.journal({
              type: "turn-answered",
              trial: trial.id,
              performance: id,
              t: trialTime(active),
              turn,
              prompt,
              answer: text,
              ...(data === undefined ? {} : { data }),
              effects: world?.effects(id) ?? [],
            }),
          over: either,
        }),
      ),
    );
    // Whoever loses the race must not become an unhandled rejection.
    answering.catch(() => undefined);
    const first = await Promise.race([answering, timeUp]);
    if (first === "deadline") {
      await session.lastLook?.(scope);
      end({ end: "hung" });
    } else if (first === "over") end({ end: "cancelled" });
    else {
      const t = trialTime(active);
      end({ end: "answered", answer: first.text, ...(first.data === undefined ? {} : { data: first.data }) });
      return { task, performance: id, t, answer: first };
    }
  } catch (error) {
    // Junk without any fault is a broken set-up; junk under a fault is what the agent made of it.
    if (error instanceof TargetFailure && active.trial.arm === "control") active.fail(error.message);
    else end({ end: "crashed", error: error instanceof AgentCrash ? error.message : messageOf(error) });
  } finally {
    ended.abort(new Error("The task is over."));
  }
  return undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
