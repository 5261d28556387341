import type { Injection } from "../domain/experiment.ts";
import type { DisarmReason, LiveRadius } from "../domain/gameday.ts";

/** Time of the day: ms since the live trial began, by a clock that nobody can set. */
export interface DayClock {
  now(): number;
  /** Calls back once; disposed of, never. */
  after(ms: number, then: () => void): Disposable;
}

/** The faults of the live trial. */
export interface FaultPort {
  arm(
    injection: Injection,
    radius: LiveRadius,
    wentOff: (why: Extract<DisarmReason, "time-to-live" | "cap">, fired: number) => void,
  ): void;
  /** The time to live begins anew. */
  change(injection: string, radius: LiveRadius): boolean;
  /** How often it fired; undefined: it was not armed. */
  disarm(injection: string): number | undefined;
  /** Everything is off when it returns: firings by injection. */
  halt(): ReadonlyMap<string, number>;
  fired(injection: string): number;
}
