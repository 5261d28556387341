import { chance } from "../domain/chance.ts";
import type { PerformanceEnded } from "../domain/events.ts";
import { AgentCrash, type Interception, type Session, TargetFailure } from "../domain/ports.ts";
import type { Answer, Task } from "../domain/task.ts";
import { performanceId, type Role } from "../domain/trial.ts";
import type { Activated } from "./activate.ts";
import { type ActiveTrial, trialTime } from "./active-trial.ts";
import { type Conversation, converse } from "./converse.ts";
import { witnessOf } from "./page.ts";
import { drawingFrom } from "./seeded-random.ts";

export interface Performing {
  readonly interception: Interception;
  keepPicture?(trial: string, png: Uint8Array): string;
}

/** An answer that was given, and when. */
export interface Given {
  readonly task: Task;
  readonly performance: string;
  readonly t: number;
  readonly answer: Answer;
}

/** One task against the booted target, under a name of its own, until it answers, breaks, or its time is up. */
export async function perform(
  { active, world }: Pick<Activated, "active" | "world">,
  session: Session,
  stage: Performing,
  task: Task,
  as: { readonly id: string; readonly role: PerformanceEnded["role"] } = {
    id: performanceId(active.trial.id, task.id),
    role: task.id === active.trial.task ? "primary" : "bystander",
  },
): Promise<Given | undefined> {
  const { id, role } = as;
  const scope = { trial: active.trial.id, performance: id };
  const ended = new AbortController();
  const either = AbortSignal.any([active.signal, ended.signal]);
  const end = (how: Pick<PerformanceEnded, "end"> & Partial<PerformanceEnded>): void => {
    active.journal({
      type: "performance-ended",
      trial: active.trial.id,
      performance: id,
      task: task.id,
      role,
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
          ...conversationOf(active, id, role),
          ask: (told) => session.perform(told, either, scope, witness),
          begins(turn) {
            active.turns.set(id, turn);
            if (turn > 0) active.bookOf(id).newTurn();
          },
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

/** Tasks that are asked afterwards go on with the conversation of the trial's own task, which then has a name from its first turn. */
const conversationOf = ({ trial }: ActiveTrial, performance: string, role: Role): Conversation =>
  role === "bystander" || trial.afterwards === undefined
    ? { session: performance, goesOn: false }
    : { session: performanceId(trial.id, trial.task), goesOn: true };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
