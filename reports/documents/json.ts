import { divergenceOf } from "../../harness/domain/divergence.ts";
import type { Estimate, ExperimentResult, Judged, RunReport } from "../../harness/domain/judgement.ts";
import type { ScopeScores, Scoring } from "../../harness/domain/scores.ts";
import { type Verdict, verdicts } from "../../harness/domain/vocabulary.ts";
import { isPrintable } from "../text/figures.ts";
import { claimSentence } from "./claim-words.ts";
import { listFindings } from "./finding-list.ts";
import { injectionWords } from "./injection-words.ts";
import { publishedDivergence, publishedEvidence, publishedRadius } from "./json-evidence.ts";
import type { BrownoutReport } from "./json-schema.ts";
import { gateDecision } from "./json-schema-gate.ts";
import { publishedPage } from "./page-words.ts";
import { reproduceCommand } from "./reproduce.ts";
import { ofVerdict, routeOf, trialTotals } from "./run-words.ts";
import { comparisonsOf } from "./side-by-side.ts";
import { partingOf, timelineEntries } from "./timeline-entries.ts";

export { brownoutReport, reportJsonSchema } from "./json-schema.ts";

/** Longest timeline, and longest answer or error text, that the document carries. */
const limits = { entries: 200, text: 2000 } as const;

/** Characters that JSON allows as they are but that move a terminal's cursor or reorder text. They occur in strings only. */
const unseen = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The published JSON of a run, schema version 1, indented, with a line break at the end. */
export function renderJson(report: RunReport): string {
  const text = JSON.stringify(publishedReport(report), null, 2);
  return `${text.replace(unseen, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

/** The report as plain data of the published shape. */
function publishedReport(report: RunReport): BrownoutReport {
  const { schema, run, startedAt, brownout, route, command, ended, verdict, digest, warnings } = report;
  return {
    schema,
    run,
    startedAt,
    brownout,
    route,
    command: [...command],
    ended,
    verdict,
    digest,
    warnings: [...warnings],
    totals: {
      experiments: report.experiments.length,
      verdicts: Object.fromEntries(verdicts.map((name) => [name, ofVerdict(report, name).length])) as Record<
        Verdict,
        number
      >,
      trials: trialTotals(report),
    },
    experiments: report.experiments.map((result) => publishedExperiment(report, result)),
    scopes: report.scopes.map(publishedScope),
    singlePoints: report.singlePoints.map(({ failed, ...point }) => ({
      ...point,
      experiments: [...point.experiments],
      failing: [...point.failing],
      outcomes: { ...point.outcomes },
      ...figures({ failed }),
    })),
    comparisons: comparisonsOf(report).map(({ title, file, rows }) => ({
      title,
      file,
      experiments: rows.map(({ result }) => result.experiment.id),
    })),
    ...(report.gate && { gate: gateDecision.parse(report.gate) }),
  };
}

function publishedExperiment(report: RunReport, result: ExperimentResult): BrownoutReport["experiments"][number] {
  const { experiment, verdict, reasons, claims, outcomes, injections, trials, findings, examples, escaped } = result;
  const list = listFindings(report);
  const { id, file, title, question, tags, failureMode, dimension, target, seed, repeats } = experiment;
  return {
    id,
    file,
    title,
    question,
    tags: [...tags],
    failureMode,
    dimension,
    target: {
      name: target.name,
      file: target.file,
      kind: target.spec.kind,
      route: routeOf(report.route, experiment),
    },
    brain: target.brain,
    seed,
    repeats,
    verdict,
    reasons: [...reasons],
    claims: claims.map(publishedClaim),
    ...publishedScoring(result),
    outcomes: { control: { ...outcomes.control }, treatment: { ...outcomes.treatment } },
    injections: injections.map((injection) => ({ ...injection, planned: plannedWords(result, injection.id) })),
    trials: { ...trials },
    findings: findings.map((finding) => ({
      number: list.find(({ code }) => code === finding.code)?.number ?? 1,
      ...finding,
      evidence: finding.evidence.map((each) => ({ ...each })),
      symptoms: finding.symptoms.map((each) => ({ ...each })),
    })),
    evidence: result.evidence.map(publishedEvidence),
    blastRadius: publishedRadius(result.blastRadius),
    ...(result.attempts && { attempts: { ...result.attempts, gaps: [...result.attempts.gaps] } }),
    examples: examples.map(publishedExample),
    escaped: [...escaped],
    reproduce: reproduceCommand(report, result),
  };
}

function publishedScoring({
  scores,
  latency,
  passK,
  recovery,
}: Scoring): Pick<BrownoutReport["scopes"][number], "scores" | "latency" | "passK" | "recovery"> {
  return {
    scores: scores.map(({ probe, treatment, control, difference }) => ({
      probe,
      ...figures({ treatment, control, difference }),
    })),
    latency: latency.map(({ quantile, treatment, control }) => ({ quantile, ...figures({ treatment, control }) })),
    passK: passK.map(({ k, treatment, control }) => ({ k, ...figures({ treatment, control }) })),
    ...figures({ recovery }),
  };
}

const publishedScope = (scope: ScopeScores): BrownoutReport["scopes"][number] => ({
  kind: scope.kind,
  name: scope.name,
  experiments: [...scope.experiments],
  pairs: scope.pairs,
  outcomes: { control: { ...scope.outcomes.control }, treatment: { ...scope.outcomes.treatment } },
  ...publishedScoring(scope),
});

const plannedWords = ({ experiment }: ExperimentResult, id: string): string =>
  [
    ...new Set(experiment.cells.flatMap(({ method }) => method.filter((each) => each.id === id)).map(injectionWords)),
  ].join("; or ");

/** Figures that rest on trials; the others are left out. */
function figures<K extends string>(named: Readonly<Record<K, Estimate | undefined>>): Partial<Record<K, Estimate>> {
  const kept = Object.entries<Estimate | undefined>(named).filter(([, estimate]) => isPrintable(estimate));
  return Object.fromEntries(kept) as Partial<Record<K, Estimate>>;
}

function publishedClaim(
  result: ExperimentResult["claims"][number],
): BrownoutReport["experiments"][number]["claims"][number] {
  const { claim, verdict, estimate, control, reason, needs, repeats } = result;
  const { probe, params, of, level, decide, atLeast, atMost } = claim;
  return {
    probe,
    params,
    of,
    level,
    decide,
    ...(atLeast !== undefined && { atLeast }),
    ...(atMost !== undefined && { atMost }),
    verdict,
    reason,
    sentence: claimSentence(result),
    ...figures({ estimate, control }),
    ...(needs !== undefined && { needs }),
    ...(repeats !== undefined && { repeats }),
  };
}

function publishedExample(
  pair: ExperimentResult["examples"][number],
): BrownoutReport["experiments"][number]["examples"][number] {
  const { treatment, control } = pair;
  const entries = timelineEntries(treatment);
  const parting = partingOf(entries, timelineEntries(control));
  const { trial } = treatment.record;
  const { ended } = treatment.primary.record;
  const controlAnswer = control.primary.record.ended?.answer;
  const page = publishedPage(pair);
  return {
    trial: trial.id,
    control: control.record.trial.id,
    task: trial.task,
    outcome: treatment.primary.outcome,
    controlOutcome: control.primary.outcome,
    reasons: [...treatment.primary.reasons],
    silent: treatment.primary.silent,
    disclosed: treatment.primary.disclosed,
    end: ended?.end ?? "unfinished",
    ...(treatment.primary.record.turns && {
      turns: treatment.primary.record.turns.map(({ t, prompt, answer }) => ({
        at: t,
        prompt: short(prompt),
        answer: short(answer),
      })),
    }),
    ...(ended?.answer !== undefined && { answer: short(ended.answer) }),
    ...(controlAnswer !== undefined && { controlAnswer: short(controlAnswer) }),
    ...(ended?.error !== undefined && { error: short(ended.error) }),
    ...(page && { page }),
    effects: (ended?.effects ?? []).map((effect) => ({ ...effect })),
    bystanders: treatment.bystanders.map(othersOutcome),
    afterwards: (treatment.afterwards ?? []).map(othersOutcome),
    ...(parting.kind === "parts" && {
      partsFromControl: {
        index: parting.index,
        ...(parting.treatment !== undefined && { treatment: parting.treatment }),
        ...(parting.control !== undefined && { control: parting.control }),
      },
    }),
    divergence: publishedDivergence(divergenceOf(treatment, control)),
    timeline: entries.slice(0, limits.entries),
    entriesLeftOut: Math.max(0, entries.length - limits.entries),
  };
}

const short = (text: string): string =>
  text.length <= limits.text ? text : `${text.slice(0, limits.text)}…`.toWellFormed();

const othersOutcome = ({ record, outcome, reasons }: Judged) => ({
  task: record.task,
  outcome,
  reasons: [...reasons],
});
