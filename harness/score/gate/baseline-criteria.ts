import type { BaselineCriteria, CriterionResult, GateFinding, GatePolicy } from "../../domain/gate.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { listOf, times } from "../words.ts";
import { acceptCommand } from "./accept-step.ts";
import type { Comparison } from "./comparable.ts";
import { adviceFor, asGrave, counting, nameOf } from "./finding-criteria.ts";

const acceptStep = (file: string): string => `Accept a run of what is asked now: ${acceptCommand(file)}.`;

/** What every comparison asks: that there is something to compare each experiment of the run with. */
export function comparedAtAll(
  report: RunReport,
  { comparable }: Comparison,
  { at, file }: Pick<BaselineCriteria, "at" | "file">,
): CriterionResult {
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
    next: acceptStep(file),
  };
}

/** How many findings are new, and how many worse, among those that count. */
export function newcomerCriteria(
  policy: NonNullable<GatePolicy["baseline"]>,
  findings: readonly GateFinding[],
  report: RunReport,
  { comparable }: Comparison,
): readonly CriterionResult[] {
  const { severity, file } = policy;
  const all = report.experiments.length;
  const beside = report.experiments.filter(({ experiment }) => comparable.has(experiment.id)).length;
  const grave = severity === undefined ? "" : severity === "critical" ? " (critical)" : ` (${severity} or graver)`;
  const rule = (standing: "new" | "worse", atMost: number | undefined): readonly CriterionResult[] => {
    if (atMost === undefined) return [];
    const at = policy.findingsAt?.[standing] ?? policy.at;
    const those = counting(findings).filter((one) => one.standing === standing && asGrave(one.severity, severity));
    const asked = `at most ${times(atMost, `${standing} finding`)}${grave}`;
    const found =
      those.length === 0 ? "none" : `${those.length}: ${listOf(those.map((one) => `${nameOf(one)} (${one.words})`))}`;
    if (those.length > atMost)
      return [{ asked, standing: "failed", found, at, final: standing === "new", next: adviceFor(those, report) }];
    // What is not compared has neither new findings nor worse ones; that is not the same as having none.
    if (all === 0) return [{ asked, standing: "inconclusive", found: "no experiment was run", at }];
    if (beside === 0)
      return [{ asked, standing: "inconclusive", found: "nothing could be compared", at, next: acceptStep(file) }];
    if (beside < all)
      return [
        {
          asked,
          standing: "inconclusive",
          found: `${found}, but only ${beside} of ${all} experiments could be compared`,
          at,
          next: acceptStep(file),
        },
      ];
    return [{ asked, standing: "passed", found, at }];
  };
  return [...rule("new", policy.newFindings), ...rule("worse", policy.worseFindings)];
}
