import type { GamedayControl, GamedayEvent, GamedayPlan, UnmetFault } from "../domain/gameday.ts";
import type { Measure } from "./measure.ts";
import type { DayClock, FaultPort } from "./ports.ts";

export interface Halt {
  readonly by: string;
  readonly reason: string;
}

/** How the day ended, and what is open then. */
export interface DayEnd {
  readonly why: "finished" | "aborted" | "halted" | "interrupted" | "target-gone" | "failed";
  readonly words: string;
  /** Steady-state bounds that did not hold at some time, and those of which nothing can be told at the end. */
  readonly broken: readonly string[];
  readonly untold: readonly string[];
  /** Faults that the plan meant and nobody met. */
  readonly unmet: readonly UnmetFault[];
  /** Who halted the day and why, also where it was released: `planActor` where an abort condition was met. */
  readonly halts: readonly Halt[];
  /** Whether any fault fired at all, by plan or by hand. */
  readonly anyFired: boolean;
}

export interface ConductorOptions {
  readonly run: string;
  readonly plan: GamedayPlan;
  readonly faults: FaultPort;
  readonly clock: DayClock;
  journal(event: GamedayEvent): void;
  /** People begin the phases, and faults need a console that is alive. Otherwise the plan goes on by itself, and ends at an abort. */
  readonly attended: boolean;
  /** Who has agreed already. */
  readonly approvedBy?: readonly string[];
  /** Ms without a sign of life until a console counts as lost. */
  readonly lostAfter?: number;
  /** Told once, when all faults are off. */
  closed(end: DayEnd): void;
}

export interface Conductor extends GamedayControl {
  readonly measure: Measure;
  /** Begins the day: at once with the first phase where nobody is there to begin it. */
  open(): void;
  /** The target is not there, and why; or there again. */
  targetGone(words: string | undefined): void;
  /** Ends the day. Idempotent. */
  close(why: DayEnd["why"], words: string): void;
}
