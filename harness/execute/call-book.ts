import { kept } from "./kept.ts";

interface LogicalCall {
  readonly occurrence: number;
  attempts: number;
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
  /**
   * Of each operation, by their fingerprints, the logical calls of which no attempt has come back whole and untouched by any fault yet:
   * to ask again after that is a new call, not a retry.
   */
  const byOperation = new Map<string, { count: number; readonly open: Map<string, LogicalCall> }>();
  return {
    messagesSeen: new Map(),
    newTurn() {
      for (const { open } of byOperation.values()) open.clear();
    },
    enter(operation, fingerprint) {
      const book = kept(byOperation, operation, () => ({ count: 0, open: new Map() }), limit);
      const { open } = book;
      const begun = (): LogicalCall => {
        book.count += 1;
        return { occurrence: book.count, attempts: 0 };
      };
      const logical = kept(open, fingerprint, begun, limit);
      logical.attempts += 1;
      return {
        occurrence: logical.occurrence,
        attempt: logical.attempts,
        settle: () => {
          if (open.get(fingerprint) === logical) open.delete(fingerprint);
        },
      };
    },
  };
}
