import {
  type ExperimentResult,
  type Finding,
  type RunReport,
  type Severity,
  severities,
} from "../../harness/domain/judgement.ts";

/** A weakness over the whole run, under the number by which `brownout explain` knows it. */
export interface ListedFinding
  extends Pick<Finding, "code" | "title" | "severity" | "failureMode" | "dimension" | "cost" | "advice" | "symptoms"> {
  readonly number: number;
  /** Treatment trials that show it. */
  readonly count: number;
  /** Where it was seen, the most frequent first. */
  readonly seen: readonly SeenFinding[];
}

/** A finding as one experiment shows it. */
export interface SeenFinding {
  readonly result: ExperimentResult;
  readonly finding: Finding;
}

/** The worst trial of the experiment that shows the finding, or any that does; without a finding, the worst there is. */
export function trialOf({ result, finding }: Pick<SeenFinding, "result"> & Partial<SeenFinding>): string | undefined {
  const worst = result.examples.map(({ treatment }) => treatment.record.trial.id);
  const showing = finding?.evidence.map(({ trial }) => trial) ?? [];
  return worst.find((trial) => showing.includes(trial)) ?? showing[0] ?? worst[0];
}

const gravest = (several: readonly Severity[]): Severity =>
  severities.find((severity) => several.includes(severity)) ?? "low";

/** Every finding of a run once: the gravest first, then what was seen in most experiments and trials. */
export function listFindings({ experiments }: Pick<RunReport, "experiments">): readonly ListedFinding[] {
  const all = experiments.flatMap((result) => result.findings.map((finding) => ({ result, finding })));
  const merged = [...Map.groupBy(all, ({ finding }) => finding.code)].flatMap(([code, seen]) => {
    const [first] = seen;
    if (first === undefined) return [];
    const { title, failureMode, dimension, cost, advice } = first.finding;
    return [
      {
        ...{ code, title, failureMode, dimension, cost, advice },
        severity: gravest(seen.map(({ finding }) => finding.severity)),
        count: seen.reduce((sum, { finding }) => sum + finding.count, 0),
        symptoms: mergeSymptoms(seen.flatMap(({ finding }) => finding.symptoms)),
        seen: seen.toSorted((a, b) => b.finding.count - a.finding.count),
      },
    ];
  });
  return merged
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.seen.length - a.seen.length ||
        b.count - a.count ||
        (a.code < b.code ? -1 : 1),
    )
    .map((finding, index) => ({ number: index + 1, ...finding }));
}

function mergeSymptoms(symptoms: Finding["symptoms"]): Finding["symptoms"] {
  const groups = Map.groupBy(symptoms, ({ code }) => code);
  return [...groups.values()]
    .flatMap(([first, ...others]) =>
      first ? [{ ...first, count: others.reduce((sum, { count }) => sum + count, first.count) }] : [],
    )
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
