import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { type Paint, painter, type Style, verdictMark, verdictStyle } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";
import { renderDetails } from "./experiment-details.ts";
import { mainReason, worstMoment } from "./main-reason.ts";
import { nextStep } from "./next-step.ts";
import { caveats, ofVerdict, settingWords, trialTotals, trialWords, verdictCounts, worstFirst } from "./run-words.ts";
import { renderScoreTable } from "./score-table.ts";
import { tellApart } from "./tell-apart.ts";

/** Longest list of what did not hold at the end, where it is read first. */
const summaryLines = 12;

/** The scorecard of a run. Lines fit `width`, except commands, which are never cut. No ANSI codes unless `colour`. */
export function renderTerminal(given: RunReport, options: TextOptions): string {
  const report = tellApart(given);
  const paint = painter(options.colour);
  const results = worstFirst(report.experiments);
  const unheld = results.filter(({ verdict }) => verdict !== "held");
  const held = ofVerdict(report, "held");
  const rule = paint("dim", "─".repeat(Math.max(0, options.width)));
  const parts = [
    head(report, options.width, paint).join("\n"),
    ...(results.length === 0 ? [] : [renderScoreTable(results, options)]),
    ...unheld.map((result) => `${rule}\n${renderDetails(report, result, options)}`),
    ...(held.length === 0 ? [] : [heldLines(held, options.width, paint).join("\n")]),
    tail(report, unheld, options.width, paint).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

const strong = (verdict: RunReport["verdict"]): Style => [verdictStyle[verdict], "bold"].flat() as Style;

function head(report: RunReport, width: number, paint: Paint): readonly string[] {
  const { verdict } = report;
  const counts = verdictCounts(report);
  const title = `${counted(report.experiments.length, "experiment")}, ${trialWords(trialTotals(report))}${counts === "" ? "" : `: ${counts}`}`;
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
  return held.flatMap((result) => {
    const fired = result.injections.reduce((sum, injection) => sum + injection.fired, 0);
    const basis = `${counted(result.claims.length, "claim")} held, ${counted(fired, "fault")} fired, ${trialWords(result.trials)}`;
    return hang("✓ ", `${brief(result.experiment.title, 200)} (${basis})`, width).map((line) => paint("green", line));
  });
}

function tail(report: RunReport, unheld: readonly ExperimentResult[], width: number, paint: Paint): readonly string[] {
  const { verdict } = report;
  const { exposed, failed } = trialTotals(report);
  const more = unheld.length - summaryLines;
  const totals = [
    verdictCounts(report) || "no experiment",
    trialWords(trialTotals(report)),
    `${counted(exposed, "trial")} met a fault`,
    ...(failed === 0 ? [] : [`${failed} could not be run`]),
  ].join(" · ");
  return [
    paint("dim", "═".repeat(Math.max(0, width))),
    ...hang(`${verdictMark[verdict]} ${verdict.toUpperCase()}  `, totals, width).map((line) =>
      paint(strong(verdict), line),
    ),
    ...unheld
      .slice(0, summaryLines)
      .flatMap((result) => [
        ...hang(`  ${verdictMark[result.verdict]} `, brief(result.experiment.title, 200), width).map((line) =>
          paint(verdictStyle[result.verdict], line),
        ),
        ...hang("    ", mainReason(result), width),
        ...worstMoment(result).flatMap((text) => hang("    ⚡ ", text, width)),
      ]),
    ...(more > 0 ? [`  … and ${more} more that did not hold`] : []),
    ...hang("Next: ", nextStep(report), width).map((line) => paint("bold", line)),
  ];
}
