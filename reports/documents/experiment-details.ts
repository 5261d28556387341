import type { EvidenceResult } from "../../harness/domain/evidence.ts";
import type { ExperimentResult, Finding, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted, formatEstimate, isPrintable } from "../text/figures.ts";
import { type Paint, painter, verdictMark, verdictStyle } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { unitOf } from "../text/units.ts";
import { hang } from "../text/wrap.ts";
import { claimSentence, deadlineWords } from "./claim-words.ts";
import { conclusionMark, mitigationWords, tellingEvidence } from "./evidence-words.ts";
import { symptomLines } from "./finding-lines.ts";
import { type ListedFinding, listFindings } from "./finding-list.ts";
import { firedInjections } from "./injection-words.ts";
import { ownReasons } from "./main-reason.ts";
import { radiusWords } from "./radius-words.ts";
import { reproduceParts } from "./reproduce.ts";
import { agentWords, trialHeading, trialWords } from "./run-words.ts";
import { otherScores } from "./score-columns.ts";
import { renderTimeline } from "./timeline.ts";

/** Why an experiment did not hold: claims, what fired, findings, evidence, reach, the worst trial, the command that repeats it. */
export function renderDetails(report: RunReport, result: ExperimentResult, options: TextOptions): string {
  const paint = painter(options.colour);
  const { experiment, verdict } = result;
  const heading = hang(
    `${verdictMark[verdict]} ${verdict.toUpperCase()}  `,
    brief(experiment.title, 200),
    options.width,
  );
  return [
    ...heading.map((line) => paint([verdictStyle[verdict], "bold"].flat() as Parameters<Paint>[0], line)),
    ...hang("  ", brief(experiment.question, 200), options.width),
    ...hang("  ", settings(result), options.width).map((line) => paint("dim", line)),
    ...why(result, options.width, paint),
    ...injected(result, options.width, paint),
    ...findingLines(result.findings, listFindings(report), options.width, paint),
    ...evidenceLines(result.evidence, options.width, paint),
    ...radiusLines(result, options.width, paint),
    ...example(result, options, paint),
    ...reproduce(report, result, options.width, paint),
  ].join("\n");
}

const settings = ({ experiment, trials }: ExperimentResult): string =>
  [
    cleanLine(experiment.file),
    experiment.failureMode,
    experiment.dimension,
    `agent ${agentWords(brief(experiment.target.name, 60), experiment.target)}`,
    `seed ${brief(experiment.seed, 60)}`,
    trialWords(trials),
  ].join(" · ");

function why(result: ExperimentResult, width: number, paint: Paint): readonly string[] {
  const measured = otherScores(result).filter(({ treatment }) => isPrintable(treatment));
  return [
    paint("bold", "  Why"),
    ...ownReasons(result).flatMap((reason) => hang("    ", brief(reason), width)),
    ...(result.trials.failed === 0
      ? []
      : hang("    ", `${counted(result.trials.failed, "trial")} could not be run.`, width)),
    ...result.claims.flatMap((claim) =>
      hang(`    ${verdictMark[claim.verdict]} `, claimSentence(claim, result), width).map((line) =>
        paint(verdictStyle[claim.verdict], line),
      ),
    ),
    ...measured.flatMap(({ probe, treatment, control }) => {
      const unit = unitOf(probe);
      const beside = isPrintable(control) ? ` (control ${formatEstimate(control, unit)})` : "";
      return hang(
        "    · ",
        cleanLine(`${probe} ${formatEstimate(treatment, unit)}${beside}${deadlineWords(probe, result)}`),
        width,
      );
    }),
  ];
}

function injected(result: ExperimentResult, width: number, paint: Paint): readonly string[] {
  const fired = firedInjections(result);
  const escaped = brief([...new Set(result.escaped)].join(", "));
  return [
    ...(fired.length === 0 ? [] : [paint("bold", "  What was injected")]),
    ...fired.flatMap(({ words, fired: times }) => {
      const lines = hang("    ⚡ ", words, width);
      return times === 0 ? lines.map((line) => paint("magenta", line)) : lines;
    }),
    ...(escaped === "" ? [] : hang("    ", `Blocked: calls to undeclared ${escaped}`, width)),
  ];
}

/** Cost and advice stand with the findings of the whole run, under the same number. */
function findingLines(
  findings: readonly Finding[],
  list: readonly ListedFinding[],
  width: number,
  paint: Paint,
): readonly string[] {
  if (findings.length === 0) return [];
  const numbered = findings
    .map((finding) => ({ number: list.find(({ code }) => code === finding.code)?.number, finding }))
    .sort((a, b) => (a.number ?? list.length + 1) - (b.number ?? list.length + 1));
  const each = numbered.flatMap(({ number, finding: { title, count, evidence, symptoms } }) => {
    const first = evidence[0];
    const seen =
      first === undefined
        ? ""
        : brief(`${first.address === undefined ? "" : `${first.address}: `}${first.detail}`, 200);
    return [
      ...hang(
        `    ${number === undefined ? "•" : `${number}.`} `,
        brief(`${title}, seen ${counted(count, "time")}`),
        width,
      ),
      ...(seen === "" ? [] : hang("      e.g. ", seen, width)),
      ...symptomLines(symptoms, "      ", width),
    ];
  });
  return [paint("bold", findings.length === 1 ? "  Finding" : "  Findings"), ...each];
}

/** Mitigations that were called for: those wanting one by one with what was seen, those present in one line. */
function evidenceLines(evidence: readonly EvidenceResult[], width: number, paint: Paint): readonly string[] {
  const telling = tellingEvidence(evidence);
  if (telling.length === 0) return [];
  const present = telling.filter(({ conclusion }) => conclusion === "present").map(mitigationWords);
  return [
    paint("bold", "  Evidence"),
    ...telling
      .filter(({ conclusion }) => conclusion !== "present")
      .flatMap((one) =>
        hang(
          `    ${conclusionMark[one.conclusion]} `,
          brief(`${mitigationWords(one)} (${one.id}) ${one.conclusion}: ${one.reason}`, 300),
          width,
        ),
      ),
    ...(present.length === 0 ? [] : hang("    ✓ ", `present: ${present.join(", ")}`, width)),
  ];
}

function radiusLines({ blastRadius }: ExperimentResult, width: number, paint: Paint): readonly string[] {
  const words = radiusWords(blastRadius);
  return words === "" ? [] : [paint("bold", "  Blast radius"), ...hang("    ", words, width)];
}

function example({ examples }: ExperimentResult, options: TextOptions, paint: Paint): readonly string[] {
  const worst = examples[0];
  if (worst === undefined) return [];
  const { task, repeat } = worst.treatment.record.trial;
  return [
    ...hang("  ", brief(`${trialHeading(worst)}: task ${task}, repeat ${repeat}`), options.width).map((line) =>
      paint("bold", line),
    ),
    renderTimeline(worst.treatment, worst.control, options),
  ];
}

/** On one line, or one option a line joined by backslashes: no part of a command is ever cut. */
function reproduce(report: RunReport, result: ExperimentResult, width: number, paint: Paint): readonly string[] {
  const parts = reproduceParts(report, result);
  const line = parts.join(" ");
  return [paint("bold", "  Reproduce"), `    ${line.length + 4 <= width ? line : parts.join(" \\\n      ")}`];
}
