import { formatDuration } from "../../domain/duration.ts";
import type { Case, Sign } from "./case.ts";

/** Waits of several tasks that differ by less than this have no chance in them: a share of their mean, and what timers add (ms). */
const alike = { share: 0.02, timer: 5 };
/** Waits shorter than this are no backoff, ms. */
const shortest = 50;
const enough = { waits: 10, tasks: 4 };

interface Waits {
  n: number;
  total: number;
  min: number;
  max: number;
  /** Up to as many as are enough. */
  readonly tasks: Set<string>;
}

/** Sees that waits are the same for everybody: what no single trial can show. */
export interface JitterWatch {
  /** The retries of a trial whose wait was its own choice, as signs by the key of what is compared. */
  see(given: Case): ReadonlyMap<string, readonly Sign[]>;
  /** Keys whose waits are all alike. */
  rigid(): readonly string[];
}

export function watchJitter(): JitterWatch {
  const known = new Map<string, Waits>();
  return {
    see(given) {
      const signs = new Map<string, Sign[]>();
      for (const chain of given.pair.here.chains) {
        if (chain.length < 2) continue;
        for (const [index, { started, ended, faults }] of chain.entries()) {
          const next = chain[index + 1];
          if (!next || !ended || faults.length === 0 || ended.retryAfterMs !== undefined) continue;
          const ms = next.started.t - ended.t;
          if (ms < shortest) continue;
          const key = `${started.dependency} ${index}`;
          add(known, key, ms, started.performance.split("~").at(-1) ?? "");
          const sign = {
            address: next.started.address,
            detail: `tried again after ${formatDuration(ms)}, as every task does`,
          };
          signs.set(key, [...(signs.get(key) ?? []), sign]);
        }
      }
      return signs;
    },
    rigid: () =>
      [...known].flatMap(([key, { n, total, min, max, tasks }]) =>
        n >= enough.waits && tasks.size >= enough.tasks && max - min <= (total / n) * alike.share + alike.timer
          ? [key]
          : [],
      ),
  };
}

function add(known: Map<string, Waits>, key: string, ms: number, task: string): void {
  const waits = known.get(key) ?? { n: 0, total: 0, min: ms, max: ms, tasks: new Set<string>() };
  known.set(key, waits);
  waits.n += 1;
  waits.total += Math.round(ms);
  waits.min = Math.min(waits.min, ms);
  waits.max = Math.max(waits.max, ms);
  if (waits.tasks.size < enough.tasks) waits.tasks.add(task);
}
