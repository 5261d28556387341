import { kept } from "./kept.ts";

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
  /** The user has said something more: whatever is asked from now on is asked for that, and retries nothing of before. */
  newTurn(): void;
  /** Messages of the last model call to each dependency, for short journals. */
  readonly messagesSeen: Map<string, number>;
}

/**
 * Numbers the calls of one performance. Two requests with the same fingerprint are attempts at one logical call
 * until one of them has come back clean.
 * @param limit operations, and calls of each, that are remembered: where calls never end, whoever asks again later has a new call.
 */
export function openCallBook(limit = Number.POSITIVE_INFINITY): CallBook {
  const byOperation = new Map<string, { count: number; readonly calls: LogicalCall[] }>();
  return {
    messagesSeen: new Map(),
    newTurn() {
      for (const { calls } of byOperation.values()) for (const call of calls) call.settled = true;
    },
    enter(operation, fingerprint) {
      const book = kept(byOperation, operation, () => ({ count: 0, calls: [] }), limit);
      const { calls } = book;
      let logical = calls.findLast((call) => call.fingerprint === fingerprint);
      if (!logical || logical.settled) {
        book.count += 1;
        logical = { fingerprint, occurrence: book.count, attempts: 0, settled: false };
        calls.push(logical);
        if (calls.length > limit) calls.shift();
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
