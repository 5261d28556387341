import { createHash } from "node:crypto";
import type { ExperimentResult, RunReport, Severity } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { type ListedFinding, listFindings, type SeenFinding } from "./finding-list.ts";
import { mainReason } from "./main-reason.ts";
import { placeOf } from "./place.ts";
import { reproduceCommand } from "./reproduce.ts";
import { caveats, settingWords, worstFirst } from "./run-words.ts";
import { tellApart } from "./tell-apart.ts";

/** GitHub takes 25,000 results of a run and shows the first 5,000: more are of no use there. */
const mostResults = 5000;
const longestMessage = 1000;

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** What is no weakness with a name, and yet did not hold. */
const otherRules = [
  {
    id: "claim-not-held",
    level: "error",
    text: "A claim of an experiment does not hold, and no known weakness explains it",
    advice:
      "Look at the trials in which it did not hold: brownout explain names the call at which they part from control.",
  },
  {
    id: "inconclusive",
    level: "warning",
    text: "An experiment could not be decided",
    advice: "The result says why: too few repeats, a fault that met no call, a control arm that failed by itself.",
  },
] as const;

/**
 * SARIF 2.1.0 (OASIS, 2020): a rule for each finding, a result for each experiment that shows it, at the line of the claim that did not hold.
 * The same finding of the same experiment has the same fingerprint in every run.
 * @param options.below where the run's folder lies in its repository, to which addresses are relative
 */
export function renderSarif(given: RunReport, { below }: { readonly below?: string } = {}): string {
  const report = tellApart(given);
  const told = { report, below };
  const list = listFindings(report);
  const results = [
    ...list.flatMap((finding) => finding.seen.map((seen) => ofFinding(told, finding, seen))),
    ...worstFirst(report.experiments).flatMap((result) => ofVerdict(told, result)),
  ];
  const left = results.length - mostResults;
  const notes = [
    ...caveats(report),
    ...(left > 0 ? [`${counted(left, "result")} beyond the first ${mostResults} left out.`] : []),
  ];
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "brownout",
            semanticVersion: cleanLine(report.brownout),
            rules: [...list.map(ruleOf), ...otherRules.map(plainRule)],
          },
        },
        automationDetails: { id: `brownout/${cleanLine(report.run)}` },
        invocations: [
          {
            executionSuccessful: report.ended === "finished",
            commandLine: cleanLine(report.command.join(" ")),
            toolExecutionNotifications: notes.map((text) => ({ level: "warning", message: { text } })),
          },
        ],
        columnKind: "utf16CodeUnits",
        results: results.slice(0, mostResults),
        properties: {
          verdict: report.verdict,
          run: cleanLine(report.run),
          setting: settingWords(report).map(cleanLine),
          experiments: report.experiments.map(({ experiment, verdict }) => ({
            id: cleanLine(experiment.id),
            title: cleanLine(experiment.title),
            verdict,
          })),
        },
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

interface Told {
  readonly report: RunReport;
  readonly below: string | undefined;
}

const plainRule = ({ id, level, text, advice }: (typeof otherRules)[number]) => ({
  id,
  shortDescription: { text },
  fullDescription: { text: `${text}.` },
  help: { text: advice },
  defaultConfiguration: { level },
});

function ruleOf({ code, title, severity, failureMode, dimension, cost, advice }: ListedFinding) {
  return {
    id: cleanLine(code),
    shortDescription: { text: brief(title, longestMessage) },
    fullDescription: { text: brief(cost === "" ? title : cost, longestMessage) },
    help: { text: brief(advice, longestMessage) },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [failureMode, dimension], severity },
  };
}

function ofFinding(told: Told, finding: ListedFinding, { result, finding: own }: SeenFinding) {
  const [evidence] = own.evidence;
  const text = `${finding.title}, in ${counted(own.count, "trial")} of “${result.experiment.title}”${evidence ? `: ${evidence.detail}` : ""}. ${finding.advice}`;
  return resultAt(told, result, cleanLine(finding.code), levels[own.severity], text);
}

function ofVerdict(told: Told, result: ExperimentResult) {
  const { verdict, findings } = result;
  if (verdict === "held" || (verdict !== "inconclusive" && findings.length > 0)) return [];
  const rule = verdict === "inconclusive" ? "inconclusive" : "claim-not-held";
  const level = verdict === "broken" ? "error" : "warning";
  return [resultAt(told, result, rule, level, `“${result.experiment.title}” is ${verdict}: ${mainReason(result)}`)];
}

function resultAt({ report, below }: Told, result: ExperimentResult, rule: string, level: string, text: string) {
  const { file, line, column } = placeOf(result, below);
  const identity = createHash("sha256").update(`${rule}\n${result.experiment.id}`).digest("hex").slice(0, 32);
  return {
    ruleId: rule,
    level,
    message: { text: brief(text, longestMessage) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          // Only where it begins is known. GitHub asks for an end, and shows the line.
          region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${identity}:1`, "brownoutFinding/v1": identity },
    properties: { verdict: result.verdict, reproduce: reproduceCommand(report, result) },
  };
}

/** Relative paths stay relative. */
const uriOf = (path: string): string => {
  const parts = path.replaceAll("\\", "/").replace(/^\.\//, "").split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${parts}` : parts;
};
