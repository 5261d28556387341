import type { EvidenceResult } from "../../harness/domain/evidence.ts";
import type { Finding, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";
import { conclusionMark, figureWords, tellingEvidence } from "./evidence-words.ts";
import { listFindings } from "./finding-list.ts";
import { codeSpan, inline } from "./markdown-escape.ts";
import type { Section } from "./markdown-sections.ts";
import { pointNames, scopeColumns, scopeFigure, scopeName, tellingScopes } from "./scope-lines.ts";
import { comparisonsOf } from "./side-by-side.ts";
import { sideBySideMarkdown } from "./side-by-side-table.ts";

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** ` As a consequence: …`; empty if there is none. */
export const consequences = (symptoms: Finding["symptoms"]): string =>
  symptoms.length === 0
    ? ""
    : ` As a consequence: ${symptoms.map(({ title, count }) => `${inline(title)} (${count})`).join("; ")}.`;

/** What each target made of the same faults, under the titles of the files. */
export const comparisonSections = (report: RunReport): readonly Section[] => {
  const comparisons = comparisonsOf(report);
  if (comparisons.length === 0) return [];
  return [{ name: "Side by side", text: ["\n### Side by side", "", sideBySideMarkdown(comparisons)].join("\n") }];
};

/** What is said of the run as a whole: findings, single points of failure, scores by scope. What has nothing to say is left out. */
export const runSections = (report: RunReport): readonly Section[] =>
  [
    { name: "Findings", text: findingsSection(report) },
    { name: "Single points of failure", text: singlePointsSection(report) },
    { name: "Scores by scope", text: scopesSection(report) },
  ].filter(({ text }) => text !== "");

function findingsSection(report: RunReport): string {
  const list = listFindings(report);
  if (list.length === 0) return "";
  const lines = list.map(
    ({ number, severity, code, title, count, seen, cost, advice, symptoms }) =>
      `${number}. **${severity}** ${inline(title)} (${codeSpan(code)}), in ${counted(count, "trial")} of ${counted(seen.length, "experiment")}. ${inline(brief(`${cost} ${advice}`))}${consequences(symptoms)}`,
  );
  return [
    "\n### Findings",
    "",
    ...lines,
    "",
    `The events behind each: ${codeSpan(`brownout explain ${report.run} NUMBER`)}`,
  ].join("\n");
}

function singlePointsSection({ singlePoints }: RunReport): string {
  if (singlePoints.every(({ standing }) => standing === "untested")) return "";
  const marks = { "fails-tasks": "✗ fails tasks", survived: "✓ survived", untested: "? untested" };
  const nameOf = pointNames(singlePoints);
  const rows = singlePoints.map(({ standing, reason, ...point }) => [
    codeSpan(nameOf({ standing, reason, ...point })),
    marks[standing],
    inline(brief(reason, 300)),
  ]);
  return ["\n### Single points of failure", "", table(["dependency", "", "what was found"], rows)].join("\n");
}

function scopesSection(report: RunReport): string {
  const scopes = tellingScopes(report);
  const columns = scopeColumns.filter(([, probe]) => scopes.some((scope) => scopeFigure(scope, probe) !== ""));
  if (scopes.length === 0 || columns.length === 0) return "";
  const rows = scopes.map((scope) => [
    inline(scopeName(scope)),
    String(scope.experiments.length),
    ...columns.map(([, probe]) => scopeFigure(scope, probe) || "–"),
  ]);
  const head = ["scope", "experiments", ...columns.map(([title]) => title)];
  return ["\n### Scores by scope", "", table(head, rows)].join("\n");
}

/** Mitigation × conclusion, with the numbers behind it; only what tells something. */
export function evidenceTable(evidence: readonly EvidenceResult[]): readonly string[] {
  const telling = tellingEvidence(evidence);
  if (telling.length === 0) return [];
  const rows = telling.map((one) => [
    `${one.id} ${inline(one.name)}`,
    inline(one.about),
    `${conclusionMark[one.conclusion]} ${one.conclusion}`,
    inline(brief(one.reason, 300)),
    inline(brief(figureWords(one.figures), 300)) || "–",
  ]);
  return ["", table(["evidence", "at", "conclusion", "why", "figures"], rows)];
}
