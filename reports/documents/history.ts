import type { FindingTrend, HistoryReport, HistoryRun, HistoryTrend } from "../../harness/domain/history.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted, formatInterval, formatValue } from "../text/figures.ts";
import { type Paint, painter, verdictMark, verdictStyle } from "../text/paint.ts";
import { renderTable, type TextOptions } from "../text/table.ts";
import { unitOf } from "../text/units.ts";
import { hang } from "../text/wrap.ts";
import { changeLines } from "./history-changes.ts";
import { sparkline } from "./sparkline.ts";

export interface HistoryView extends TextOptions {
  /** Runs in the table, the newest. */
  readonly runs: number;
  /** Every experiment's scores, and not only those of the run and of its dependencies. */
  readonly inFull: boolean;
}

/** Longest lists of what few look for. */
const most = { findings: 20, flakes: 8, trends: 24 } as const;

/** What a history says, for a terminal: what is new, what has changed for good, trends, findings, and the runs. */
export function renderHistory(report: HistoryReport, view: HistoryView): string {
  const paint = painter(view.colour);
  if (report.runs.length === 0) return "There is no run in this history that fits.\n";
  const parts = [
    head(report, paint),
    newsLines(report, view, paint),
    changeLines(report, view, paint),
    trendLines(report, view, paint),
    findingLines(report, view, paint),
    flakeLines(report, view, paint),
    runLines(report, view, paint),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const day = (at: string): string => cleanLine(at).slice(0, 10);
const minute = (at: string): string => cleanLine(at).slice(0, 16).replace("T", " ");

function head({ runs }: HistoryReport, paint: Paint): readonly string[] {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  const verdict = `${verdictMark[last.verdict]} ${last.verdict.toUpperCase()}`;
  return [
    `${paint(verdictStyle[last.verdict], verdict)}  the latest of ${counted(runs.length, "run")}: ${brief(last.run, 60)}, ${verdictsOf(last)}`,
    paint("dim", `  ${day(first.at)} to ${day(last.at)}`),
  ];
}

const verdictsOf = ({ experiments }: HistoryRun): string =>
  [...Map.groupBy(experiments, ({ verdict }) => verdict)]
    .map(([verdict, { length }]) => `${length} ${verdict}`)
    .join(" · ");

function newsLines({ news, runs }: HistoryReport, { width }: TextOptions, paint: Paint): readonly string[] {
  if (runs.length < 2) return [];
  const lines = [
    ...news.verdicts.flatMap(({ experiment, before, after }) =>
      hang("  ", `${verdictMark[after]} ${brief(experiment, 100)}: ${before} → ${after}`, width).map((line) =>
        paint(verdictStyle[after], line),
      ),
    ),
    ...news.appeared.flatMap(({ experiment, code, count, of }) =>
      hang(
        "  + ",
        `${cleanLine(code)} at ${brief(experiment, 100)}, in ${count} of ${counted(of, "trial")}: not there the time before`,
        width,
      ),
    ),
    ...news.gone.flatMap(({ experiment, code }) =>
      hang("  − ", `${cleanLine(code)} at ${brief(experiment, 100)}: not seen this time`, width),
    ),
  ];
  return [
    paint("bold", "Since the run before"),
    ...(lines.length === 0 ? ["  No verdict and no finding is other than it was."] : lines),
  ];
}

function trendLines({ trends, runs }: HistoryReport, view: HistoryView, paint: Paint): readonly string[] {
  const wanted = trends.filter(({ kind }) => view.inFull || kind === "run" || kind === "dependency");
  const { now = [], before = [] } = Object.groupBy(wanted, ({ points }) =>
    points.at(-1)?.run === runs.at(-1)?.run ? "now" : "before",
  );
  const shown = now.slice(0, view.inFull ? undefined : most.trends);
  if (shown.length === 0) return [];
  const cut = now.length - shown.length;
  const rows = shown.flatMap((trend) => {
    const last = trend.points.at(-1);
    if (last === undefined) return [];
    const unit = unitOf(trend.probe);
    return [
      [
        { text: trend.kind === "run" ? "the whole run" : brief(trend.where, 60) },
        { text: brief(trend.probe, 40) },
        { text: sparkOf(trend) },
        { text: formatValue(last.value, unit) },
        { text: `${formatInterval({ ...last, confidence: 0.95, method: "wilson" }, unit)} n${last.n}` },
        { text: String(trend.points.length) },
      ],
    ];
  });
  const columns = [
    { title: "trends" },
    { title: "score" },
    { title: "to now" },
    { title: "latest", align: "right" },
    { title: "95 % interval" },
    { title: "runs", align: "right" },
  ] as const;
  return [
    renderTable(columns, rows, view),
    ...(cut === 0 ? [] : [paint("dim", `… and ${cut} more: brownout history --format json`)]),
    ...elsewhereWords(shown, view, paint),
    ...absentWords(before, view, paint),
    ...(view.inFull ? [] : [paint("dim", "Of one experiment: brownout history --experiment ID")]),
  ];
}

/** Runs of other experiments stand in none of these lines. */
function elsewhereWords(trends: readonly HistoryTrend[], { width }: TextOptions, paint: Paint): readonly string[] {
  const most = Math.max(0, ...trends.map(({ elsewhere = 0 }) => elsewhere));
  if (most === 0) return [];
  const words = `Only runs of the same experiments as the latest are beside it: ${counted(most, "run")} of others ${most === 1 ? "is" : "are"} left out.`;
  return hang("", words, width).map((line) => paint("dim", line));
}

/** What the latest run did not fault has no figure of now. */
function absentWords(trends: readonly HistoryTrend[], { width }: TextOptions, paint: Paint): readonly string[] {
  const names = [...new Set(trends.filter(({ points }) => points.length > 0).map(({ where }) => brief(where, 60)))];
  if (names.length === 0) return [];
  const words = `Without a figure in the latest run, and left out: ${names.join(", ")} (brownout history --format json has them).`;
  return hang("", words, width).map((line) => paint("dim", line));
}

const sparkOf = ({ points, probe }: HistoryTrend): string =>
  sparkline(
    points.map(({ value }) => value),
    unitOf(probe) === "share" ? [0, 1] : undefined,
  );

function findingLines({ findings }: HistoryReport, view: HistoryView, paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, most.findings);
  const columns = [
    { title: "findings" },
    { title: "severity" },
    { title: "first seen" },
    { title: "last seen" },
    { title: "in runs", align: "right" },
    { title: "share of trials" },
  ] as const;
  const rows = shown.map((finding: FindingTrend) => [
    { text: brief(finding.code, 60) },
    { text: finding.severity },
    { text: brief(finding.firstSeen, 40) },
    { text: brief(finding.lastSeen, 40) },
    { text: `${finding.seen} of ${finding.asked}` },
    { text: sparkline(finding.shares, [0, 1]) },
  ]);
  const more = findings.length - shown.length;
  return [
    renderTable(columns, rows, view),
    ...(more > 0 ? [paint("dim", `… and ${more} more: brownout history --format json`)] : []),
  ];
}

function flakeLines({ flakes }: HistoryReport, view: HistoryView, paint: Paint): readonly string[] {
  if (flakes.length === 0) return [];
  const flaky = flakes.filter(({ changed }) => changed > 0);
  const compared = flakes.reduce((sum, one) => sum + one.compared, 0);
  const title = paint("bold", "Flaky: trials that ended otherwise than in the run before, of the same plan and seed");
  if (flaky.length === 0) return [title, `  None of ${compared.toLocaleString("en-GB")}.`];
  return [
    title,
    ...flaky
      .slice(0, most.flakes)
      .flatMap(({ experiment, changed, compared: of, value, low, high }) =>
        hang(
          "  ",
          `${brief(experiment, 100)}: ${formatValue(value, "share")} [${formatInterval({ value, low, high, n: of, confidence: 0.95, method: "wilson" }, "share")}] n=${of} (${changed})`,
          view.width,
        ),
      ),
    ...(flaky.length > most.flakes ? [`  … and ${flaky.length - most.flakes} more`] : []),
  ];
}

function runLines({ runs }: HistoryReport, view: HistoryView, paint: Paint): readonly string[] {
  const columns = [
    { title: "runs" },
    { title: "begun" },
    { title: "verdict" },
    { title: "experiments", align: "right" },
    { title: "trials", align: "right" },
    { title: "broken", align: "right" },
    { title: "correct under faults" },
  ] as const;
  const shown = runs.slice(-view.runs).toReversed();
  const rows = shown.map((run) => [
    { text: brief(run.run, 40) },
    { text: minute(run.at) },
    { text: `${verdictMark[run.verdict]} ${run.verdict}`, style: verdictStyle[run.verdict] },
    { text: String(run.experiments.length) },
    { text: String(run.experiments.reduce((sum, { trials }) => sum + trials.finished, 0)) },
    { text: String(run.experiments.filter(({ verdict }) => verdict === "broken").length) },
    { text: correctness(run) },
  ]);
  const more = runs.length - shown.length;
  return [
    renderTable(columns, rows, view),
    ...(more > 0 ? [paint("dim", `… and ${more} before: --limit ${runs.length}`)] : []),
  ];
}

function correctness({ scopes, experiments }: HistoryRun): string {
  const whole = scopes.find(({ kind }) => kind === "run") ?? (experiments.length === 1 ? experiments[0] : undefined);
  const score = whole?.scores.find(({ probe }) => probe === "answer-correctness");
  if (score === undefined) return "";
  return `${formatValue(score.value, "share")} ${formatInterval({ ...score, confidence: 0.95, method: "wilson" }, "share")} n${score.n}`;
}
