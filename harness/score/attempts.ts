import type { CallRecord } from "../domain/events.ts";
import type { AttemptsResult } from "../domain/judgement.ts";
import type { Pair } from "../domain/pair.ts";

/** Counts attempts at the calls that faults met. The order of arrival has no say. */
export interface AttemptsCollector {
  see(pair: Pair): void;
  finish(): AttemptsResult | undefined;
}

/** Gaps that are kept: a retry storm has any number of them. */
const mostGaps = 8;

export function openAttempts(): AttemptsCollector {
  let calls = 0;
  let fewest = Number.POSITIVE_INFINITY;
  let most = 0;
  const gaps: number[][] = [];
  const note = (index: number, wait: number): void => {
    const waits = gaps[index] ?? [];
    gaps[index] = waits;
    waits.push(Math.max(0, wait));
  };
  return {
    see({ here }) {
      for (const chains of here.struck.values())
        for (const chain of chains) {
          calls += 1;
          fewest = Math.min(fewest, chain.length);
          most = Math.max(most, chain.length);
          let before: CallRecord | undefined;
          for (const [index, call] of chain.slice(0, mostGaps + 1).entries()) {
            if (before) note(index - 1, call.started.t - (before.ended?.t ?? before.started.t));
            before = call;
          }
        }
    },
    finish: () => (calls === 0 ? undefined : { calls, fewest, most, gaps: gaps.map(median) }),
  };
}

/** The lower of the two in the middle, so that it is a gap that was seen. */
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
