import type { Baseline, PairFigure } from "../../domain/baseline.ts";
import {
  type CriterionResult,
  type GateDecision,
  type GatePolicy,
  type GateStanding,
  gateStandings,
} from "../../domain/gate.ts";
import type { Probe, RunReport } from "../../domain/judgement.ts";
import { acceptCommand } from "./accept-step.ts";
import { comparedAtAll, newcomerCriteria } from "./baseline-criteria.ts";
import { type Comparison, compareExperiments } from "./comparable.ts";
import { compareFindings } from "./compare-findings.ts";
import { findingCriterion } from "./finding-criteria.ts";
import { findingsOf } from "./findings.ts";
import { lossCriterion } from "./loss-criterion.ts";
import { pairCriteria, verdictCriteria, wholeRun } from "./run-criteria.ts";
import { scoreCriterion } from "./score-criterion.ts";
import { waive, waiverUses } from "./waivers.ts";

export interface GateTools {
  readonly probes: Readonly<Record<string, Probe>>;
  /** The day for which waivers are read, `2026-11-28`, in UTC. */
  readonly today: string;
  /** What the policy compares with; it must be there if the policy names one. */
  readonly baseline?: Baseline;
  /** What the scores were in each pair of the run. */
  readonly figures?: readonly PairFigure[];
}

export const worstStanding = (standings: readonly GateStanding[]): GateStanding =>
  standings.reduce((worst, one) => (gateStandings.indexOf(one) > gateStandings.indexOf(worst) ? one : worst), "passed");

export const worstFirst = (a: CriterionResult, b: CriterionResult): number =>
  gateStandings.indexOf(b.standing) - gateStandings.indexOf(a.standing);

/** What a policy makes of a run. The worst criterion wins; one that failed blocks even where others are undecided. */
export function decideGate(report: RunReport, policy: GatePolicy, tools: GateTools): GateDecision {
  const { probes, today, baseline, figures = [] } = tools;
  const { stopping } = policy;
  const comparison = baseline && compareExperiments(report, baseline);
  const found = findingsOf(report);
  const findings = waive(comparison ? compareFindings(found, comparison, report) : found, policy.waivers, today);
  const criteria = [
    wholeRun(report),
    ...verdictCriteria(report, policy, findings, today),
    ...pairCriteria(report, policy),
    ...policy.scores.map((criterion) =>
      scoreCriterion(criterion, report, { probes, figures, ...(stopping ? { stopping } : {}) }),
    ),
    ...policy.findings.map((criterion) => findingCriterion(criterion, findings, report)),
    ...againstBaseline(report, policy, findings, comparison, tools),
  ].sort(worstFirst);
  const standing = worstStanding(criteria.map((one) => one.standing));
  return {
    standing,
    policy: policy.file,
    criteria,
    findings,
    waivers: waiverUses(findings, policy.waivers, today, report),
    flaky: [],
    ...(baseline && comparison && policy.baseline
      ? { baseline: { file: policy.baseline.file, run: baseline.run, apart: comparison.apart } }
      : {}),
    next: nextOf(standing, criteria),
  };
}

function nextOf(standing: GateStanding, criteria: readonly CriterionResult[]): string {
  if (standing === "passed") return "Nothing stands in the way: every criterion is kept.";
  return criteria.find((one) => one.standing === standing && one.next !== undefined)?.next ?? "See the criteria above.";
}

/** A policy that compares with a baseline never passes without one. */
function againstBaseline(
  report: RunReport,
  { baseline: asked, stopping }: GatePolicy,
  findings: GateDecision["findings"],
  comparison: Comparison | undefined,
  { baseline, probes, figures = [] }: GateTools,
): readonly CriterionResult[] {
  if (asked === undefined) return [];
  if (baseline === undefined || comparison === undefined)
    return [
      {
        asked: `a comparison with ${asked.file}`,
        standing: "inconclusive",
        found: "there is no baseline",
        at: asked.at,
        next: `Accept a run as the baseline: ${acceptCommand(asked.file)}.`,
      },
    ];
  return [
    comparedAtAll(report, comparison, asked),
    ...newcomerCriteria(asked, findings, report, comparison),
    ...asked.scores.map((criterion) =>
      lossCriterion(criterion, report, baseline, comparison, {
        probes,
        figures,
        file: asked.file,
        ...(stopping ? { stopping } : {}),
      }),
    ),
  ];
}
