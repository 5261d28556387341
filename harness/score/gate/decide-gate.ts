import {
  type CriterionResult,
  type GateDecision,
  type GatePolicy,
  type GateStanding,
  gateStandings,
} from "../../domain/gate.ts";
import type { Probe, RunReport } from "../../domain/judgement.ts";
import { findingCriterion } from "./finding-criteria.ts";
import { findingsOf } from "./findings.ts";
import { pairCriteria, verdictCriteria, wholeRun } from "./run-criteria.ts";
import { scoreCriterion } from "./score-criterion.ts";
import { waive, waiverUses } from "./waivers.ts";

export interface GateTools {
  readonly probes: Readonly<Record<string, Probe>>;
  /** The day for which waivers are read, `2026-11-28`, in UTC. */
  readonly today: string;
}

export const worstStanding = (standings: readonly GateStanding[]): GateStanding =>
  standings.reduce((worst, one) => (gateStandings.indexOf(one) > gateStandings.indexOf(worst) ? one : worst), "passed");

const worstFirst = (a: CriterionResult, b: CriterionResult): number =>
  gateStandings.indexOf(b.standing) - gateStandings.indexOf(a.standing);

/** What a policy makes of a run. The worst criterion wins; one that failed blocks even where others are undecided. */
export function decideGate(report: RunReport, policy: GatePolicy, { probes, today }: GateTools): GateDecision {
  const findings = waive(findingsOf(report), policy.waivers, today);
  const criteria = [
    wholeRun(report),
    ...verdictCriteria(report, policy),
    ...pairCriteria(report, policy),
    ...policy.scores.map((criterion) => scoreCriterion(criterion, report, probes)),
    ...policy.findings.map((criterion) => findingCriterion(criterion, findings, report)),
  ].sort(worstFirst);
  const standing = worstStanding(criteria.map((one) => one.standing));
  return {
    standing,
    policy: policy.file,
    criteria,
    findings,
    waivers: waiverUses(findings, policy.waivers, today),
    flaky: [],
    next: nextOf(standing, criteria),
  };
}

function nextOf(standing: GateStanding, criteria: readonly CriterionResult[]): string {
  if (standing === "passed") return "Nothing stands in the way: every criterion is kept.";
  return criteria.find((one) => one.standing === standing && one.next !== undefined)?.next ?? "See the criteria above.";
}
