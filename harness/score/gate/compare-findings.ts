import type { BaselineExperiment, BaselineFinding } from "../../domain/baseline.ts";
import type { FindingCount, FindingStanding, GateFinding } from "../../domain/gate.ts";
import { type RunReport, severities } from "../../domain/judgement.ts";
import { wilson } from "../wilson.ts";
import { round } from "../words.ts";
import type { Comparison } from "./comparable.ts";
import { byGravity } from "./findings.ts";
import { differenceOf } from "./mover.ts";

/** Each finding of the run beside the baseline's, and those that have gone. What has nothing to be compared with stays `seen`. */
export function compareFindings(
  findings: readonly GateFinding[],
  { comparable }: Comparison,
  report: RunReport,
): readonly GateFinding[] {
  const now = findings.map((finding) => {
    const there = comparable.get(finding.experiment);
    return there === undefined ? finding : beside(finding, there.before);
  });
  const gone = [...comparable.values()].flatMap(({ result, before }) =>
    Object.entries(before.findings).flatMap(([code, finding]) => fixed(code, finding, before, result, report)),
  );
  return [...now, ...gone].sort(byGravity);
}

function beside(finding: GateFinding, { findings, pairs }: BaselineExperiment): GateFinding {
  const { code, severity, now = { count: 0, pairs: 0 } } = finding;
  const known = Object.hasOwn(findings, code) ? findings[code] : undefined;
  if (known === undefined)
    return {
      ...finding,
      standing: "new",
      before: { count: 0, pairs },
      words: `${inPairs(now)}, was in none of ${pairs}`,
    };
  const before = { count: known.count, pairs };
  // A symptom was written down as grave as what explained it: told by itself it has become neither more nor less so.
  const graver = known.symptom !== true && severities.indexOf(severity) < severities.indexOf(known.severity);
  const { value, low, high } = differenceOf(shareOf(now), shareOf(before));
  const standing: FindingStanding = graver || low > 0 ? "worse" : "known";
  const more = low > 0 ? `: more often by ${round(value)}, 95 % interval ${round(low)} to ${round(high)}` : "";
  const words = `${inPairs(now)}, was ${inPairs(before)}${more}${graver ? `; ${severity}, was ${known.severity}` : ""}`;
  return { ...finding, standing, before, words };
}

/** Gone are only those of an experiment whose fault still fires, and that nothing else explains now. */
function fixed(
  code: string,
  finding: BaselineFinding,
  { pairs }: BaselineExperiment,
  { experiment, trials, findings }: RunReport["experiments"][number],
  report: RunReport,
): readonly GateFinding[] {
  const still = findings.some((one) => one.code === code || one.symptoms.some((symptom) => symptom.code === code));
  if (still || finding.symptom === true || trials.exposed === 0 || report.ended !== "finished") return [];
  const now = { count: 0, pairs: trials.exposed };
  const before = { count: finding.count, pairs };
  return [
    {
      code,
      title: code,
      severity: finding.severity,
      experiment: experiment.id,
      target: experiment.target.name,
      standing: "fixed",
      now,
      before,
      words: `in none of ${trials.exposed} pairs, was ${inPairs(before)}`,
    },
  ];
}

const inPairs = ({ count, pairs }: FindingCount): string => `in ${count} of ${pairs}`;

function shareOf({ count, pairs }: FindingCount): {
  readonly value: number;
  readonly low: number;
  readonly high: number;
} {
  return pairs === 0 ? { value: 0, low: 0, high: 1 } : { value: count / pairs, ...wilson(count, pairs) };
}
