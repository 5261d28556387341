import type { Outcome } from "../../harness/domain/vocabulary.ts";
import type { DayAnswer } from "./day-record.ts";
import type { Episode } from "./episodes.ts";

export type Interval = (good: number, n: number) => { readonly low: number; readonly high: number };

/** Outcomes of synthetic tasks. The share of correct ones has an interval where there are any. */
export interface Tally {
  readonly name: string;
  readonly n: number;
  readonly correct: number;
  readonly interval?: { readonly low: number; readonly high: number };
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly silentWrong: number;
}

export function tally(name: string, answers: readonly DayAnswer[], interval: Interval): Tally {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of answers) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const correct = outcomes.correct ?? 0;
  return {
    name,
    n: answers.length,
    correct,
    outcomes,
    silentWrong: answers.filter(({ silent, outcome }) => silent && (outcome === "wrong" || outcome === "harmful"))
      .length,
    ...(answers.length === 0 ? {} : { interval: interval(correct, answers.length) }),
  };
}

/** Before: since the fault before it was off. After: until the next is armed. A task that was under way at a border counts as during. */
export function talliesAround(
  { injection, from, until, horizon }: Episode,
  before: number,
  answers: readonly DayAnswer[],
  interval: Interval,
): readonly Tally[] {
  const during = answers.filter((one) => one.from <= until && one.until >= from);
  return [
    tally(
      "before",
      answers.filter((one) => one.from >= before && one.until < from),
      interval,
    ),
    tally("while it was armed", during, interval),
    tally(
      "of these, tasks in which it fired",
      during.filter(({ met }) => met.includes(injection)),
      interval,
    ),
    tally(
      "after",
      answers.filter((one) => one.from > until && one.from < horizon),
      interval,
    ),
  ];
}
