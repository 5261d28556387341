import type { PairFigure } from "../../domain/baseline.ts";
import type { StoppingRule } from "../../domain/gate.ts";
import type { ClaimResult, ExperimentResult, Probe } from "../../domain/judgement.ts";
import { rounding } from "../limits.ts";
import { countsOf, type Rates, sideOf } from "./betting.ts";

export const ratesOf = (rule: StoppingRule, bound: "atLeast" | "atMost"): Rates =>
  bound === "atLeast"
    ? { below: rule.falseBlock, above: rule.falsePass }
    : { below: rule.falsePass, above: rule.falseBlock };

/**
 * Whether what a claim came to would stand whenever it was looked at, at the stated rates. Only claims about shares, over one cell, by
 * interval can: others (means, ratios, quantiles, point estimates) are believed when all repeats have run. That one counterexample
 * breaks a claim without tolerance, and that none in 20 pairs keeps it, does not depend on when one looks.
 */
export function isFirm(
  result: ClaimResult,
  { experiment }: ExperimentResult,
  figures: readonly PairFigure[],
  probes: Readonly<Record<string, Probe>>,
  rule: StoppingRule,
): boolean {
  const { claim, verdict } = result;
  const probe = probes[claim.probe];
  if (
    verdict === "inconclusive" ||
    probe?.aggregate !== "proportion" ||
    claim.decide === "point" ||
    experiment.cells.length > 1
  )
    return false;
  const same = experiment.hypothesis.filter((one) => one.probe === claim.probe);
  if (same.some((one) => JSON.stringify(one.params) !== JSON.stringify(claim.params))) return false;
  const good = probe.better === "higher" ? 1 : 0;
  const pairs = figures.find((one) => one.experiment === experiment.id && one.probe === claim.probe)?.pairs ?? [];
  const counts = countsOf(
    pairs.filter(({ control }) => claim.of === "absolute" || control === good).map(({ treatment }) => treatment),
  );
  const held = verdict === "held";
  const sides = (["atLeast", "atMost"] as const).flatMap((bound) => {
    const limit = claim[bound];
    if (limit === undefined) return [];
    if (bound === "atLeast" ? limit >= 1 - rounding : limit <= rounding) return ["told" as const];
    const kept = bound === "atLeast" ? "above" : "below";
    if (bound === "atLeast" ? limit <= rounding : limit >= 1 - rounding) return ["told" as const];
    const side = sideOf(counts, limit, ratesOf(rule, bound));
    return [side === undefined ? "open" : held === (side === kept) ? "told" : "open"];
  });
  return held ? sides.every((side) => side === "told") : sides.some((side) => side === "told");
}
