import { formatDuration } from "../domain/duration.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Trial } from "../domain/trial.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { realClock } from "./real-clock.ts";

/** What abort conditions are counted from, where trials of an experiment have run before. */
export interface Before {
  /** How its treatment trials ended. */
  readonly outcomes: readonly Outcome[];
  /** Real time that it took, ms. */
  readonly wallTime: number;
}

/** Watches an experiment's abort conditions over its treatment trials; calls `stop` with the reason when one is met. */
export function watchAborts(
  experiment: Experiment,
  judge: { outcome(events: readonly RunEvent[], experiment: Experiment): Outcome | undefined },
  stop: (reason: string) => void,
  before: Before = { outcomes: [], wallTime: 0 },
): Disposable & {
  readonly needsEvents: boolean;
  finished(trial: Trial, events: readonly RunEvent[]): void;
  /** What the next trials of it have before them. */
  so(): Before;
} {
  const begun = realClock.now();
  const closing = new AbortController();
  const counts = new Map<Outcome, number>();
  const outcomes: Outcome[] = [];
  for (const condition of experiment.abortWhen) {
    if (!("wallTime" in condition)) continue;
    realClock.sleep(Math.max(0, condition.wallTime - before.wallTime), closing.signal).then(
      () =>
        stop(
          `${experiment.file}: aborted after ${formatDuration(condition.wallTime)} of wall time, as "abortWhen" asks.`,
        ),
      () => undefined,
    );
  }
  const count = (outcome: Outcome): void => {
    const finished = outcomes.push(outcome);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    for (const condition of experiment.abortWhen) {
      if (!("outcome" in condition)) continue;
      const seen = counts.get(condition.outcome) ?? 0;
      const met =
        "count" in condition
          ? seen >= condition.count
          : finished >= condition.after && seen / finished >= condition.share;
      if (met)
        stop(
          `${experiment.file}: aborted after ${finished} trials, ${seen} of them ${condition.outcome}, as "abortWhen" asks.`,
        );
    }
  };
  before.outcomes.forEach(count);
  return {
    needsEvents: experiment.abortWhen.some((condition) => "outcome" in condition),
    finished(trial, events) {
      if (trial.arm !== "treatment" || events.length === 0) return;
      const outcome = judge.outcome(events, experiment);
      if (outcome) count(outcome);
    },
    so: () => ({ outcomes, wallTime: before.wallTime + realClock.now() - begun }),
    [Symbol.dispose]: () => closing.abort(),
  };
}

/** Looks at the kill switch ten times a second, so that it also ends the faults that are under way. */
export function watchHalt(switched: { halted(): boolean }, stop: (reason: string) => void): Disposable {
  const closing = new AbortController();
  const watch = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      if (switched.halted()) {
        stop("Halted by the kill switch: every fault is off.");
        return;
      }
      await realClock.sleep(100, closing.signal).catch(() => undefined);
    }
  };
  void watch();
  return { [Symbol.dispose]: () => closing.abort() };
}
