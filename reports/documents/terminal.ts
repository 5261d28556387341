import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { type Paint, painter, type Style, verdictMark, verdictStyle } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";
import { renderBriefTable } from "./brief-table.ts";
import { renderDetails } from "./experiment-details.ts";
import { findingLines } from "./finding-lines.ts";
import { listFindings } from "./finding-list.ts";
import { gateLines } from "./gate-lines.ts";
import { heldThough } from "./held-though.ts";
import { mainReason, worstMoment } from "./main-reason.ts";
import { nextStep } from "./next-step.ts";
import {
  caveats,
  extentWords,
  ofVerdict,
  settingWords,
  trialTotals,
  trialWords,
  verdictCounts,
  worstFirst,
} from "./run-words.ts";
import { scopeLines, singlePointLines } from "./scope-lines.ts";
import { renderScoreTable } from "./score-table.ts";
import { sideBySideLines } from "./side-by-side-table.ts";
import { tellApart } from "./tell-apart.ts";

/** Longest list of what did not hold at the end, where it is read first; with its reasons, and without. */
const summaryLines = { reasons: 6, titles: 12 } as const;
/** Experiments that are told in detail; of more, those that show the gravest findings. */
const mostDetails = 6;
/** Experiments whose scores stand in a table of their own lines; more get one line each. */
const mostScores = 12;
/** Held experiments that are named; more are counted. */
const mostHeld = 12;

/** The scorecard of a run. Lines fit `width`, except commands, which are never cut. No ANSI codes unless `colour`. */
export function renderTerminal(given: RunReport, options: TextOptions): string {
  const report = tellApart(given);
  const paint = painter(options.colour);
  const results = worstFirst(report.experiments);
  const unheld = results.filter(({ verdict }) => verdict !== "held");
  const held = ofVerdict(report, "held");
  const detailed = toTell(report, unheld);
  const rule = paint("dim", "─".repeat(Math.max(0, options.width)));
  const parts = [
    head(report, options.width, paint).join("\n"),
    ...(results.length === 0
      ? []
      : [results.length > mostScores ? renderBriefTable(results, options) : renderScoreTable(results, options)]),
    ...detailed.map((result) => `${rule}\n${renderDetails(report, result, options)}`),
    ...(held.length === 0 ? [] : [heldLines(held, options.width, paint).join("\n")]),
    ...[
      scopeLines(report, options),
      singlePointLines(report, options),
      findingLines(report, options),
      sideBySideLines(given, options),
    ].flatMap((lines) => (lines.length === 0 ? [] : [lines.join("\n")])),
    tail(report, unheld, options.width, paint).join("\n"),
    ...[gateLines(report.gate, options)].flatMap((lines) => (lines.length === 0 ? [] : [lines.join("\n")])),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** All that did not hold, or the first to show each of the gravest findings, in the order of the table. */
function toTell(report: RunReport, unheld: readonly ExperimentResult[]): readonly ExperimentResult[] {
  if (unheld.length <= mostDetails) return unheld;
  const first = listFindings(report).flatMap(
    ({ seen }) => seen.find(({ result }) => unheld.includes(result))?.result ?? [],
  );
  const chosen = new Set([...new Set([...first, ...unheld])].slice(0, mostDetails));
  return unheld.filter((result) => chosen.has(result));
}

const strong = (verdict: RunReport["verdict"]): Style => [verdictStyle[verdict], "bold"].flat() as Style;

function head(report: RunReport, width: number, paint: Paint): readonly string[] {
  const { verdict } = report;
  const counts = verdictCounts(report);
  const title = `${extentWords(report)}${counts === "" ? "" : `: ${counts}`}`;
  const details = [
    `run ${brief(report.run, 60)}`,
    ...settingWords(report),
    `brownout ${brief(report.brownout, 60)}`,
    `digest ${cleanLine(report.digest).slice(0, 12)}`,
  ].join(" · ");
  return [
    ...hang(`${verdictMark[verdict]} ${verdict.toUpperCase()}  `, title, width).map((line) =>
      paint(strong(verdict), line),
    ),
    ...hang("  ", details, width).map((line) => paint("dim", line)),
    ...caveats(report).flatMap((text) => hang("  ! ", text, width).map((line) => paint("yellow", line))),
  ];
}

function heldLines(held: readonly ExperimentResult[], width: number, paint: Paint): readonly string[] {
  const basis = (results: readonly ExperimentResult[]): string => {
    const fired = results.reduce(
      (sum, { injections }) => sum + injections.reduce((all, each) => all + each.fired, 0),
      0,
    );
    const claims = results.reduce((sum, result) => sum + result.claims.length, 0);
    const totals = trialTotals({ experiments: results });
    return `${counted(claims, "claim")} held, ${counted(fired, "fault")} fired, ${trialWords(totals)}`;
  };
  const lines =
    held.length > mostHeld
      ? [`${held.length} held (${basis(held)})`]
      : held.map((result) => `${brief(result.experiment.title, 200)} (${basis([result])})`);
  return [
    ...lines.flatMap((line) => hang("✓ ", line, width).map((each) => paint("green", each))),
    ...held
      .flatMap((result) => heldThough(result) ?? [])
      .slice(0, mostHeld)
      .flatMap((line) => hang("  ! ", line, width).map((each) => paint("yellow", each))),
  ];
}

function tail(report: RunReport, unheld: readonly ExperimentResult[], width: number, paint: Paint): readonly string[] {
  const { verdict } = report;
  const { exposed, failed } = trialTotals(report);
  const totals = [
    ...(verdictCounts(report) === ""
      ? [extentWords(report)]
      : [verdictCounts(report), trialWords(trialTotals(report))]),
    `${counted(exposed, "trial")} met a fault`,
    ...(failed === 0 ? [] : [`${failed} could not be run`]),
  ].join(" · ");
  return [
    paint("dim", "═".repeat(Math.max(0, width))),
    ...hang(`${verdictMark[verdict]} ${verdict.toUpperCase()}  `, totals, width).map((line) =>
      paint(strong(verdict), line),
    ),
    ...unheldLines(report, unheld, width, paint),
    ...hang("Next: ", nextStep(report), width).map((line) => paint("bold", line)),
  ];
}

function unheldLines(
  { run }: RunReport,
  unheld: readonly ExperimentResult[],
  width: number,
  paint: Paint,
): readonly string[] {
  const inFull = unheld.length <= summaryLines.reasons;
  const shown = unheld.slice(0, summaryLines.titles);
  const more = unheld.length - shown.length;
  return [
    ...shown.flatMap((result) => [
      ...hang(
        `  ${verdictMark[result.verdict]} `,
        inFull
          ? brief(result.experiment.title, 200)
          : `${brief(result.experiment.title, 200)} · ${brief(result.experiment.id, 200)}`,
        width,
      ).map((line) => paint(verdictStyle[result.verdict], line)),
      ...(inFull
        ? [
            ...hang("    ", mainReason(result), width),
            ...worstMoment(result).flatMap((text) => hang("    ⚡ ", text, width)),
          ]
        : []),
    ]),
    ...(more > 0 ? [`  … and ${more} more that did not hold`] : []),
    ...(unheld.length > mostDetails
      ? hang("  ", `Each in detail: brownout explain ${brief(run, 60)} EXPERIMENT`, width)
      : []),
  ];
}
