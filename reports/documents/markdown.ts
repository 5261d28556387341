import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { counted, formatEstimate, isPrintable } from "../text/figures.ts";
import { verdictMark } from "../text/paint.ts";
import { unitOf } from "../text/units.ts";
import { claimSentence } from "./claim-words.ts";
import { gateSection } from "./gate-section.ts";
import { firedInjections } from "./injection-words.ts";
import { ownReasons, worstMoment } from "./main-reason.ts";
import { codeSpan, fenced, htmlText, inline } from "./markdown-escape.ts";
import { comparisonSections, consequences, evidenceTable, runSections } from "./markdown-run.ts";
import { fitSections, type Section } from "./markdown-sections.ts";
import { nextStep } from "./next-step.ts";
import { pageSection } from "./page-words.ts";
import { radiusWords } from "./radius-words.ts";
import { reproduceParts } from "./reproduce.ts";
import {
  caveats,
  extentWords,
  outcomeCounts,
  settingWords,
  trialHeading,
  trialWords,
  verdictCounts,
  worstFirst,
} from "./run-words.ts";
import { scoreColumns, scoreIn } from "./score-columns.ts";
import { tellApart } from "./tell-apart.ts";
import { renderTimeline } from "./timeline.ts";

/** In bytes of UTF-8: what code hosts take as one comment, less what `action.yml`, which cuts at the same number, puts above it. */
export const largest = 65_500;

/** A comment for a pull request: verdict, table, details of what did not hold. At most 64 KB; what is left out is named. */
export function renderMarkdown(given: RunReport): string {
  const report = tellApart(given);
  const results = worstFirst(report.experiments);
  const details = results
    .filter(({ verdict }) => verdict !== "held")
    .map((result) => ({ name: brief(result.experiment.title, 200), text: detailsOf(report, result) }));
  return fitSections(
    headline(report),
    {
      rows: tableRows(results),
      details: [...gateSection(report), ...comparisonSections(given), ...runSections(report), ...details],
    },
    closing(report),
    largest,
  );
}

function headline(report: RunReport): string {
  const counts = verdictCounts(report);
  const lines = [
    `## ${verdictMark[report.verdict]} Brownout: ${report.verdict}`,
    "",
    `${counts === "" ? "" : `**${counts}** · `}${extentWords(report)}`,
    "",
    `Run ${codeSpan(report.run)} · ${settingWords(report).map(inline).join(" · ")}`,
    ...caveats(report).flatMap((text) => ["", `> ⚠️ ${inline(text)}`]),
    "",
    `**Next:** ${inline(nextStep(report))}`,
  ];
  return lines.join("\n");
}

/** The header stands with the first row, so that a very long table can be cut between rows. */
function tableRows(results: readonly ExperimentResult[]): readonly Section[] {
  if (results.length === 0) return [];
  const columns = scoreColumns.filter((column) => results.some((result) => isPrintable(scoreIn(result, column))));
  const titles = ["", "experiment", "failure mode", "outcomes", ...columns.map(({ title }) => title)];
  const head = `\n| ${titles.join(" | ")} |\n|${titles.map(() => " --- ").join("|")}|`;
  return results.map((result, index) => {
    const { experiment, verdict, outcomes } = result;
    const scores = columns.map((column) => {
      const estimate = scoreIn(result, column);
      return isPrintable(estimate) ? formatEstimate(estimate, unitOf(column.probe)) : "–";
    });
    const cells = [
      `${verdictMark[verdict]} ${verdict}`,
      inline(brief(experiment.title, 200)),
      experiment.failureMode,
      outcomeCounts(outcomes.treatment) || "none",
      ...scores,
    ];
    const row = `| ${cells.join(" | ")} |`;
    return { name: brief(experiment.title, 200), text: index === 0 ? `${head}\n${row}` : row };
  });
}

function detailsOf(report: RunReport, result: ExperimentResult): string {
  const { experiment, verdict, claims, findings, examples, escaped } = result;
  const worst = examples[0];
  const radius = radiusWords(result.blastRadius);
  const lines = [
    "",
    "<details>",
    `<summary>${verdictMark[verdict]} <b>${verdict}</b>: ${htmlText(experiment.title)}</summary>`,
    "",
    inline(experiment.question),
    "",
    `${codeSpan(experiment.file)} · seed ${codeSpan(experiment.seed)} · ${trialWords(result.trials)}`,
    "",
    ...worstMoment(result).map((text) => `- ⚡ **${inline(text)}**`),
    ...ownReasons(result).map((text) => `- ${inline(text)}`),
    ...claims.map((claim) => `- ${verdictMark[claim.verdict]} ${inline(claimSentence(claim, result))}`),
    ...firedInjections(result).map(({ words }) => `- Injected: ${inline(words)}`),
    ...(escaped.length === 0 ? [] : [`- Blocked calls to undeclared ${escaped.map(codeSpan).join(", ")}`]),
    ...findings.flatMap(({ title, count, advice, symptoms }) => [
      `- **${inline(title)}**, seen ${counted(count, "time")}. ${inline(advice)}${consequences(symptoms)}`,
    ]),
    ...(radius === "" ? [] : [`- Blast radius: ${inline(radius)}`]),
    ...evidenceTable(result.evidence),
    ...(worst === undefined
      ? []
      : [
          "",
          `${trialHeading(worst)}, ${codeSpan(worst.treatment.record.trial.id)}:`,
          "",
          fenced(renderTimeline(worst.treatment, worst.control, { width: 100, colour: false })),
          ...pageSection(worst),
        ]),
    "",
    "Reproduce:",
    "",
    fenced(reproduceParts(report, result).join(" \\\n  "), "sh"),
    "",
    "</details>",
  ];
  return lines.join("\n");
}

const closing = (report: RunReport): string =>
  `\nDigest ${codeSpan(report.digest.slice(0, 12))}. The whole report: ${codeSpan(`brownout report ${report.run}`)}\n`;
