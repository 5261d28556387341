import { formatDuration } from "../../harness/domain/duration.ts";
import type { Claim } from "../../harness/domain/experiment.ts";
import type { ClaimResult, ExperimentResult } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted, formatEstimate, formatValue, isPrintable } from "../text/figures.ts";
import { type Unit, unitOf } from "../text/units.ts";

/** What a claim's figure is counted in: against control it is a share of control's, or a ratio to it. */
export const unitFor = ({ probe, of }: Claim): Unit => {
  const unit = unitOf(probe);
  return of === "absolute" || unit === "share" ? unit : "ratio";
};

/** The one thing that a claim of a mitigation is about. */
const aboutOf = (params: unknown): string | undefined =>
  typeof params === "object" && params !== null && "about" in params && typeof params.about === "string"
    ? params.about
    : undefined;

/** `answer-correctness at least 95% of control`, `timeout at flights at least 100%` */
export function toleranceWords(claim: Claim): string {
  const unit = unitFor(claim);
  const bounds = [
    ...(claim.atLeast === undefined ? [] : [`at least ${formatValue(claim.atLeast, unit)}`]),
    ...(claim.atMost === undefined ? [] : [`at most ${formatValue(claim.atMost, unit)}`]),
  ];
  const about = aboutOf(claim.params);
  return cleanLine(
    `${claim.probe}${about === undefined ? "" : ` at ${about}`} ${bounds.join(" and ")}${claim.of === "control" ? " of control" : ""}`,
  );
}

/** `40% of control [22–61%] n=20; control 100% [84–100%] n=20` */
function measuredWords({ claim, estimate, control }: ClaimResult): string {
  if (!isPrintable(estimate)) return "no figure";
  const own = formatEstimate(estimate, unitFor(claim), claim.of === "control" ? " of control" : "");
  return isPrintable(control) ? `${own}; control ${formatEstimate(control, unitOf(claim.probe))}` : own;
}

/** ` (crashed tasks count as the deadline of 1m)`: where answers that never came are in a figure of times; or nothing. */
export function deadlineWords(
  probe: string,
  { experiment, outcomes }: Pick<ExperimentResult, "experiment" | "outcomes">,
): string {
  if (probe !== "time-to-answer" && probe !== "slowdown") return "";
  const which = (["crashed", "hung"] as const).filter((one) => outcomes.treatment[one] > 0);
  return which.length === 0
    ? ""
    : ` (${which.join(" and ")} tasks count as the deadline of ${formatDuration(experiment.deadline)})`;
}

/**
 * A claim and what came of it, as a sentence: what was claimed, what was measured, what more would decide it. The judge's
 * own reason says the same in other words, so it stands only where there is no figure.
 */
export function claimSentence(result: ClaimResult, of?: Pick<ExperimentResult, "experiment" | "outcomes">): string {
  const { claim, estimate, reason, needs } = result;
  const duty = claim.level === "must" ? "must be" : "should be";
  const tolerance = toleranceWords(claim).replace(/ (?=at (least|most))/, ` ${duty} `);
  const why = isPrintable(estimate) ? "" : brief(reason, 300);
  const more = needs === undefined ? "" : `; ${counted(needs, "more trial")} would decide it`;
  const unanswered = of === undefined || !isPrintable(estimate) ? "" : deadlineWords(claim.probe, of);
  return `${tolerance}: ${measuredWords(result)}${unanswered}${why === "" ? "" : ` (${why})`}${more}`;
}
