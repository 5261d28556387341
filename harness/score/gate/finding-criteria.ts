import type { CriterionResult, FindingCriterion, GateFinding } from "../../domain/gate.ts";
import { type RunReport, type Severity, severities } from "../../domain/judgement.ts";
import { unseenShare } from "../wilson.ts";
import { listOf, round, times } from "../words.ts";

/** At least as grave. */
export const asGrave = (severity: Severity, least: Severity | undefined): boolean =>
  least === undefined || severities.indexOf(severity) <= severities.indexOf(least);

export const nameOf = ({ code, experiment }: GateFinding): string => `${code} in ${experiment}`;

/** What is there and nobody has waived. */
export const counting = (findings: readonly GateFinding[]): readonly GateFinding[] =>
  findings.filter(({ standing, waived }) => standing !== "fixed" && waived === undefined);

/** `latency-amplified in stall (in 36 of 36 pairs; by Ada until 2026-12-31)`. */
const waivedWords = (finding: GateFinding): string =>
  `${nameOf(finding)} (${finding.words}${finding.waived === undefined ? "" : `; by ${finding.waived.owner} until ${finding.waived.expires}`})`;

/** A bound on the number of findings. That there is none is said with the rate that so few pairs may have missed. */
export function findingCriterion(
  criterion: FindingCriterion,
  findings: readonly GateFinding[],
  report: RunReport,
): CriterionResult {
  const { atMost, codes, severity, at } = criterion;
  const what = [
    ...(codes === undefined ? [] : [codes.join(" or ")]),
    ...(severity === undefined ? [] : [severity === "critical" ? "critical" : `${severity} or graver`]),
  ].join(", ");
  const asked = `at most ${times(atMost, "finding")}${what === "" ? "" : ` (${what})`}`;
  const meant = findings.filter(
    (finding) => asGrave(finding.severity, severity) && (codes === undefined || codes.includes(finding.code)),
  );
  const there = counting(meant);
  const waived = meant.filter((finding) => finding.waived !== undefined && finding.standing !== "fixed");
  const besides = waived.length === 0 ? "" : `; ${waived.length} waived: ${listOf(waived.map(waivedWords))}`;
  if (there.length > atMost)
    return {
      asked,
      standing: "failed",
      found: `${there.length}: ${listOf(there.map(nameOf))}${besides}`,
      next: adviceFor(there, report),
      final: true,
      at,
    };
  const pairs = report.experiments.reduce((sum, { trials }) => sum + trials.exposed, 0);
  const found =
    there.length > 0
      ? `${there.length}: ${listOf(there.map(nameOf))}`
      : `${waived.length === 0 ? "none" : "no other"} in ${times(pairs, "pair")}${pairs === 0 ? "" : ` (a rate of up to ${round(unseenShare(pairs))} may go unseen)`}`;
  return {
    asked,
    standing: pairs === 0 ? "inconclusive" : "passed",
    found: `${found}${besides}`,
    at,
    ...(pairs === 0 ? { next: "Run an experiment whose fault meets a call." } : {}),
  };
}

/** The advice of the first of them, and who to ask for the events behind it. */
export function adviceFor(findings: readonly GateFinding[], report: RunReport): string {
  const [first] = findings;
  const advice = report.experiments
    .find(({ experiment }) => experiment.id === first?.experiment)
    ?.findings.find(({ code }) => code === first?.code)?.advice;
  return advice ?? "Mend the agent, or waive it with an owner, a reason and a last day.";
}
