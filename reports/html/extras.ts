import type { HistoryRun } from "../../harness/domain/history.ts";
import type { GatheredPairs } from "./gather-pairs.ts";

/** What a page can show beyond the report itself. */
export interface HtmlExtras {
  /** Every pair that was judged; without it the worst of each experiment are shown. */
  readonly pairs?: GatheredPairs;
  /** Pictures of pages as base64 of PNG, by their path in the run's folder. */
  readonly pictures?: Readonly<Record<string, string>>;
  /** Runs up to this one, oldest first. */
  readonly history?: readonly HistoryRun[];
}
