import type { PairFigure } from "../../domain/baseline.ts";
import type { GateDecision, GatePolicy } from "../../domain/gate.ts";
import type { ExperimentResult, Probe, RunReport } from "../../domain/judgement.ts";
import { isFirm } from "./firm-claims.ts";
import { isSpared } from "./waivers.ts";

/**
 * Why more repeats would not change a decision, at the policy's error rates; undefined while they might. It may block after any
 * round; it may pass only when each experiment has run as often as it asks for itself, since what is not found counts too.
 */
export function settledBy(
  decision: GateDecision,
  report: RunReport,
  policy: GatePolicy,
  look: {
    readonly figures: readonly PairFigure[];
    readonly probes: Readonly<Record<string, Probe>>;
    /** Each experiment has run its own repeats. */
    readonly pastOwn: boolean;
  },
): string | undefined {
  const { stopping, experiments: limits } = policy;
  if (stopping === undefined) return undefined;
  const firm = (result: ExperimentResult, those: (claim: ExperimentResult["claims"][number]) => boolean) =>
    result.claims.filter((claim) => those(claim) && isFirm(claim, result, look.figures, look.probes, stopping));
  if (decision.standing === "failed") {
    const told = decision.criteria.find(({ standing, final }) => standing === "failed" && final === true);
    if (told !== undefined) return `The evidence blocks: ${told.asked}.`;
    const broken = report.experiments.filter(
      (result) =>
        result.verdict === "broken" &&
        !isSpared(result.experiment.id, decision.waivers) &&
        firm(result, ({ verdict }) => verdict === "broken").length > 0,
    );
    if (limits?.broken !== undefined && broken.length > limits.broken)
      return `The evidence blocks: ${broken[0]?.experiment.id} is broken, at whatever round one looks.`;
    return undefined;
  }
  if (decision.standing !== "passed" || !look.pastOwn) return undefined;
  if (decision.criteria.some(({ final }) => final === false)) return undefined;
  const held = report.experiments.every(
    (result) =>
      limits === undefined ||
      result.verdict === "inconclusive" ||
      result.verdict === "broken" ||
      firm(result, ({ claim }) => claim.level === "must").length ===
        result.claims.filter(({ claim }) => claim.level === "must").length,
  );
  return held ? "The evidence lets it pass: every bound is kept, at whatever round one looks." : undefined;
}
