import type { HistoryRun } from "../../harness/domain/history.ts";
import type { Estimate, RunReport } from "../../harness/domain/judgement.ts";
import { counted } from "../text/figures.ts";
import { unitOf } from "../text/units.ts";
import { type Html, html } from "./html.ts";
import { figure, shareScale, verdictChip } from "./marks.ts";
import { shareColumns } from "./scores-section.ts";

/** Runs that are shown, the newest; `brownout history` has them all. */
const most = 12;

export interface Trend {
  /** Oldest first, this run the last. */
  readonly runs: readonly HistoryRun[];
  /** Earlier runs that asked something else. */
  readonly others: number;
}

/** The run among the earlier ones that asked the same experiments of the same targets; undefined if there is none. */
export function trendOf({ run }: RunReport, history: readonly HistoryRun[] = []): Trend | undefined {
  const at = history.findIndex((one) => one.run === run);
  const [own] = history.slice(at, at + 1);
  if (at < 0 || own === undefined) return undefined;
  const asked = askedBy(own);
  const earlier = history.slice(0, at + 1);
  const same = earlier.filter((one) => askedBy(one) === asked);
  return same.length < 2 ? undefined : { runs: same.slice(-most), others: earlier.length - same.length };
}

const askedBy = ({ experiments }: HistoryRun): string =>
  JSON.stringify(experiments.map(({ id, target }) => [id, target]).sort());

/** How the runs before went, the newest first. What changed for certain is for `brownout history` to say: it counts on how many it looked at. */
export function trendsSection(trend: Trend | undefined): Html {
  if (trend === undefined) return html``;
  const { runs, others } = trend;
  const shown = shareColumns.filter(([, probe]) => runs.some((run) => scoreOf(run, probe) !== undefined));
  const left =
    others === 0
      ? ""
      : ` ${counted(others, "run")} of other experiments or targets ${others === 1 ? "is" : "are"} left out.`;
  return html`<section id="trends" aria-labelledby="h-trends"><h2 id="h-trends">Against earlier runs</h2>
<p class="lead">The same experiments, the newest run first; scores under faults with their 95% intervals.${left} Which changes are more than chance: <code>brownout history</code>.</p>
<div class="scroll" role="group" aria-label="table of runs" tabindex="0"><table class="scores"><thead><tr><th scope="col">begun</th><th scope="col">verdict</th><th scope="col">broken</th><th scope="col">findings</th>${shown.map(([title]) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${runs
    .toReversed()
    .map((run, place) => row(run, place === 0, shown))}</tbody></table></div></section>`;
}

function row(run: HistoryRun, own: boolean, shown: readonly (typeof shareColumns)[number][]): Html {
  const broken = run.experiments.filter(({ verdict }) => verdict === "broken").length;
  const codes = new Set(run.experiments.flatMap(({ findings }) => findings.map(({ code }) => code)));
  return html`<tr><th scope="row">${run.at.slice(0, 16).replace("T", " ")} <span class="quiet">${own ? "this run" : run.run}</span></th><td>${verdictChip(run.verdict)}</td><td>${broken} of ${run.experiments.length}</td><td>${codes.size}</td>${shown.map(
    ([, probe]) => {
      const score = scoreOf(run, probe);
      return html`<td>${shareScale(score, undefined)}${figure(score, unitOf(probe))}</td>`;
    },
  )}</tr>`;
}

function scoreOf({ scopes }: HistoryRun, probe: string): Estimate | undefined {
  const score = scopes.find(({ kind }) => kind === "run")?.scores.find((one) => one.probe === probe);
  if (score === undefined) return undefined;
  const { value, low, high, n, counted: isShare } = score;
  return { value, low, high, n, confidence: 0.95, method: isShare ? "wilson" : "bootstrap" };
}
