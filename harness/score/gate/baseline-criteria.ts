import type { CriterionResult, GateFinding, GatePolicy } from "../../domain/gate.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { listOf, times } from "../words.ts";
import type { Comparison } from "./comparable.ts";
import { adviceFor, asGrave, counting, nameOf } from "./finding-criteria.ts";

/** What every comparison asks: that there is something to compare each experiment of the run with. */
export function comparedAtAll(report: RunReport, { comparable }: Comparison, at: string): CriterionResult {
  const asked = "the baseline asked the same of the same target";
  const apart = report.experiments.map(({ experiment }) => experiment.id).filter((id) => !comparable.has(id));
  const count = report.experiments.length;
  if (apart.length === 0 && count > 0)
    return {
      asked,
      standing: "passed",
      found: `in ${count === 1 ? "the experiment" : `all ${count} experiments`}`,
      at,
    };
  return {
    asked,
    standing: "inconclusive",
    found: count === 0 ? "no experiment was run" : `not in ${apart.length} of ${count}: ${listOf(apart)}`,
    at,
    next: 'Accept a run of what is asked now: "brownout baseline accept".',
  };
}

/** How many findings are new, and how many worse, among those that count. */
export function newcomerCriteria(
  policy: NonNullable<GatePolicy["baseline"]>,
  findings: readonly GateFinding[],
  report: RunReport,
): readonly CriterionResult[] {
  const { severity, at } = policy;
  const grave = severity === undefined ? "" : severity === "critical" ? " (critical)" : ` (${severity} or graver)`;
  const rule = (standing: "new" | "worse", atMost: number | undefined): readonly CriterionResult[] => {
    if (atMost === undefined) return [];
    const those = counting(findings).filter((one) => one.standing === standing && asGrave(one.severity, severity));
    const asked = `at most ${times(atMost, `${standing} finding`)}${grave}`;
    const found =
      those.length === 0 ? "none" : `${those.length}: ${listOf(those.map((one) => `${nameOf(one)} (${one.words})`))}`;
    return those.length > atMost
      ? [{ asked, standing: "failed", found, at, final: standing === "new", next: adviceFor(those, report) }]
      : [{ asked, standing: "passed", found, at }];
  };
  return [...rule("new", policy.newFindings), ...rule("worse", policy.worseFindings)];
}
