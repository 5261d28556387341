interface LogicalCall {
  readonly fingerprint: string;
  readonly occurrence: number;
  attempts: number;
  /** The last attempt came back whole and untouched by any fault: asking again is a new call, not a retry. */
  settled: boolean;
}

export interface Attempt {
  readonly occurrence: number;
  readonly attempt: number;
  /** Says that this attempt came back whole and untouched. */
  settle(): void;
}

export interface CallBook {
  enter(operation: string, fingerprint: string): Attempt;
  /** Messages of the last model call to each dependency, for short journals. */
  readonly messagesSeen: Map<string, number>;
}

/**
 * Numbers the calls of one performance. Two requests with the same fingerprint are attempts at one logical call
 * until one of them has come back clean.
 */
export function openCallBook(): CallBook {
  const byOperation = new Map<string, LogicalCall[]>();
  return {
    messagesSeen: new Map(),
    enter(operation, fingerprint) {
      const calls = byOperation.get(operation) ?? [];
      byOperation.set(operation, calls);
      let logical = calls.findLast((call) => call.fingerprint === fingerprint);
      if (!logical || logical.settled) {
        logical = { fingerprint, occurrence: calls.length + 1, attempts: 0, settled: false };
        calls.push(logical);
      }
      logical.attempts += 1;
      const entered = logical;
      return {
        occurrence: entered.occurrence,
        attempt: entered.attempts,
        settle: () => {
          entered.settled = true;
        },
      };
    },
  };
}
