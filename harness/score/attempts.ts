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
  return {
    see({ here }) {
      for (const chain of here.chains) {
        if (!chain.some(({ faults }) => faults.length > 0)) continue;
        calls += 1;
        fewest = Math.min(fewest, chain.length);
        most = Math.max(most, chain.length);
        chain.slice(1, mostGaps + 1).forEach(({ started }, index) => {
          const before = chain[index];
          if (!before) return;
          const wait = started.t - (before.ended?.t ?? before.started.t);
          gaps[index] = [...(gaps[index] ?? []), Math.max(0, wait)];
        });
      }
    },
    finish: () => (calls === 0 ? undefined : { calls, fewest, most, gaps: gaps.map(median) }),
  };
}

/** The lower of the two in the middle, so that it is a gap that was seen. */
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
