import type { RunEvent, TurnAnswered } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { judgeConversation } from "../judge/index.ts";

/** The outcome of a trial's primary task from its events, for abort conditions while the run goes on. */
export function outcomeOf(events: readonly RunEvent[], experiment: Experiment): Outcome | undefined {
  for (const event of events) {
    if (event.type !== "performance-ended" || event.role !== "primary" || event.end === "cancelled") continue;
    const task = experiment.tasks.find(({ id }) => id === event.task);
    if (!task) return undefined;
    const turns = events.filter(isTurn).filter(({ performance }) => performance === event.performance);
    const record = { id: event.performance, task: event.task, role: event.role, calls: [], turns, ended: event };
    return judgeConversation(record, task, experiment).outcome;
  }
  return undefined;
}

const isTurn = (event: RunEvent): event is TurnAnswered => event.type === "turn-answered";
