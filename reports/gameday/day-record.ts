import type { GamedayTold } from "../../harness/domain/experiment-told.ts";
import type { GamedayEvent } from "../../harness/domain/gameday.ts";
import type { Finding } from "../../harness/domain/judgement.ts";
import type { Outcome } from "../../harness/domain/vocabulary.ts";

/** One synthetic task that was performed. Times are ms on the journal's clock. */
export interface DayAnswer {
  readonly task: string;
  /** Its first call; where there was none, its end. */
  readonly from: number;
  readonly until: number;
  readonly outcome: Outcome;
  readonly silent: boolean;
  /** Injections that fired in it. */
  readonly met: readonly string[];
  readonly reason?: string;
}

/** What the judge makes of one injection: tasks that met it beside undisturbed ones of the same day. */
export interface DayJudged {
  readonly injection: string;
  readonly pairs: number;
  readonly findings: readonly Finding[];
}

/** All that a journal says of a game day. */
export interface DayRecord {
  readonly run: string;
  /** ISO date of the run's beginning. */
  readonly startedAt: string;
  readonly brownout: string;
  readonly title: string;
  readonly planFile: string;
  readonly target: string;
  /** What answered in the model's place, in words. */
  readonly brain: string;
  readonly told?: GamedayTold;
  readonly moments: readonly GamedayEvent[];
  readonly answers: readonly DayAnswer[];
  /** Tasks that were asked and had no answer when the day ended: nothing is known of them. */
  readonly unanswered: number;
  /** Firings in the journal, by injection. */
  readonly fired: Readonly<Record<string, number>>;
  readonly judged: readonly DayJudged[];
  /** What the agent's own telemetry says of its calls, in sentences. */
  readonly telemetry: readonly string[];
  /** The last time that anything is known of, on the journal's clock. */
  readonly lastT: number;
  readonly ended: string;
  readonly detail?: string;
  readonly warnings: readonly string[];
}
