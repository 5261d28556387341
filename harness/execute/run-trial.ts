import type { Grader, Interception, Session, Target } from "../domain/ports.ts";
import type { Trial } from "../domain/trial.ts";
import { type Activated, activate, type Backstage } from "./activate.ts";
import { trialTime } from "./active-trial.ts";
import { bootSession, restarting } from "./boot-session.ts";
import { type Given, perform } from "./perform.ts";
import { performAfterwards } from "./perform-afterwards.ts";
import type { TelemetryInbox, TrialInbox } from "./telemetry-inbox.ts";

/** What all trials of one experiment share. */
export interface Stage extends Backstage {
  readonly target: Target;
  readonly interception: Interception;
  readonly telemetry: TelemetryInbox;
  /** For tasks that have assertions. */
  readonly grader?: Grader;
  keepPicture?(trial: string, png: Uint8Array): string;
}

/**
 * boot ▸ arm ▸ perform ▸ disarm ▸ grade. Never rejects: whatever goes wrong is an event.
 * @param signal ends the trial early; it then has no `trial-ended` and counts as not run.
 */
export async function runTrial(stage: Stage, trial: Trial, signal: AbortSignal): Promise<void> {
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
    session = await bootSession(stage, active);
    const booted = session;
    if (booted.restart) active.restartTarget = restarting(active, booted.restart);
    const performers = [trial.task, ...trial.bystanders].flatMap((id) => tasks.get(id) ?? []);
    const answers = await Promise.all(performers.map((task) => perform(activated, booted, stage, task)));
    const later = await performAfterwards(activated, booted, stage);
    given = [...answers, ...later].filter((one) => one !== undefined);
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
  else stage.journal({ type: "trial-ended", trial: trial.id, t, digest: activated.digest() });
}

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

function openInbox(stage: Stage, { active, firstFault }: Activated): TrialInbox {
  const { clock, startedAt, trial } = active;
  const { journal, experiment } = stage;
  return stage.telemetry.open(trial.id, { clock, startedAt, spec: experiment.target.telemetry, journal, firstFault });
}

/** Trials of a server that may yet turn out to tell something. */
const tries = 2;

/** A program has ended by now. Whoever has told nothing so far is not waited for; a server is given two trials to tell. */
const mayTellMore = ({ telemetry, experiment: { target } }: Stage): boolean =>
  target.spec.kind !== "command" &&
  (telemetry.seen || target.telemetry !== undefined || (target.spec.kind === "http" && telemetry.finished < tries));

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
