import type { Claim } from "../domain/experiment.ts";
import type { ClaimResult, Estimate, Probe } from "../domain/judgement.ts";
import type { Verdict } from "../domain/vocabulary.ts";
import { chanceOfAtLeast, chanceOfAtMost } from "./binomial.ts";
import { estimatePairs, estimateRatio, meanOf } from "./estimate.ts";
import { groupsFrom } from "./groups.ts";
import { enoughForP95, enoughWithoutCounterexample, rounding } from "./limits.ts";
import { errorRate, neededByBinomial, neededTrials, neededValues } from "./needed-trials.ts";
import { rangeOf } from "./range.ts";
import { claimed, groupsOf, type Sample } from "./sample.ts";
import { wilson } from "./wilson.ts";
import { intervalWords, inUnit, round, times } from "./words.ts";

/** Pairs needed before a mean of several pairs, or a point estimate, is believed. */
const enoughForPoint = 5;
/** Pairs needed before a ratio is believed: for p95 as many as show a p95 at all. */
const enoughForRatio = {
  proportion: enoughForPoint,
  mean: enoughForPoint,
  p50: enoughForPoint,
  p95: enoughForP95,
  max: 20,
};

/** What one bound of a claim came to. */
interface Ruling {
  readonly side: "held" | "failed" | "open";
  readonly why: string;
  /** More pairs. */
  readonly needs?: number;
}

/**
 * Decides one claim from the pairs of one cell. What several bystanders or calls of one pair gave hangs together, so n is
 * always the number of pairs. In this order:
 *
 * - no value at all ⇒ inconclusive;
 * - **shares**: `interval` holds when the whole Wilson interval is on the right side of the tolerance, is broken when it is
 *   wholly on the wrong side, and is otherwise inconclusive, saying how many more trials would decide;
 * - **shares with zero tolerance** (at most 0, at least 1): one counterexample breaks the claim; none in 20 pairs or more
 *   holds it, with the upper bound stated, since no number of trials brings an interval to the very end of its range;
 * - **means and ratios**: the same with the bootstrap interval, from 5 pairs on (a ratio of p95: enoughForP95, of max: 20);
 * - **quantiles**: "p95 at most t" says that 95 % of values are at most t; the exact binomial law decides with an error of
 *   5 % at most to either side, so that with every value inside 59 pairs are needed;
 * - **max**: one value beyond breaks, none in 20 pairs holds;
 * - `decide: point`: the estimate itself is compared, from 5 pairs on (a counterexample to zero tolerance counts at once).
 *
 * What is not a share and breaks an absolute bound in the control arm as well is inconclusive: there is no steady state to speak of.
 * `of: control`: shares count only what is good in the control arm; other figures are treatment ÷ control.
 * A claim of level `should` that fails makes the experiment degraded, one of level `must` makes it broken.
 */
export function decide(claim: Claim, sample: Sample, seed: string): ClaimResult {
  const { probe } = sample;
  const pairs = claimed(sample, claim.of);
  const ratio = claim.of === "control" && probe.aggregate !== "proportion";
  const groups = groupsOf(pairs, "treatment");
  const range = rangeOf(probe, sample.params);
  const figure = ratio
    ? estimateRatio(probe.aggregate, pairs, seed)
    : estimatePairs(probe.aggregate, groupsFrom(groups), seed, range);
  const control = estimatePairs(
    probe.aggregate,
    groupsFrom(groupsOf(sample.pairs, "control")),
    `${seed}/control`,
    range,
  );
  const known = { claim, ...(figure ? { estimate: figure } : {}), ...(control ? { control } : {}) };
  if (!figure) return { ...known, verdict: "inconclusive", reason: silence(claim, sample) };

  const rulings: Ruling[] = [];
  for (const bound of ["atLeast", "atMost"] as const) {
    const limit = claim[bound];
    if (limit !== undefined) rulings.push(rule(bound, limit, claim, probe, figure, ratio ? undefined : groups));
  }
  const wanted = wantedWords(claim, probe, ratio);
  const failed = rulings.find(({ side }) => side === "failed");
  const open = rulings.find(({ side }) => side === "open");
  const telling = failed ?? open ?? rulings[0];
  const unmet = failed !== undefined && control !== undefined && brokenInControl(claim, sample, control);
  const broken: Verdict = claim.level === "should" ? "degraded" : "broken";
  const verdict: Verdict = failed ? (unmet ? "inconclusive" : broken) : open ? "inconclusive" : "held";
  const needs = failed ? undefined : telling?.needs;
  const repeats = needs === undefined ? undefined : moreRepeats(needs, figure.n, sample.repeats);
  const more =
    needs === undefined
      ? ""
      : `; about ${times(needs, "more trial")}${repeats === undefined ? "" : ` (${times(repeats, "more repeat")})`} would decide`;
  const reason = `${figureWords(probe, figure, groups, ratio)}, asked for ${wanted}${telling?.why ?? ""}${more}${unmet ? `; ${unmetWords(probe, control)}` : ""}`;
  return {
    ...known,
    verdict,
    reason,
    ...(needs === undefined ? {} : { needs }),
    ...(repeats === undefined ? {} : { repeats }),
  };
}

/**
 * The steady state that the claim speaks of is not there without the fault either, so nothing can be laid to the fault. Of shares, wrong
 * answers and the like, a control arm that fails by itself is a doubt about the whole experiment.
 */
function brokenInControl(claim: Claim, sample: Sample, control: Estimate): boolean {
  const { probe } = sample;
  if (claim.of === "control" || probe.aggregate === "proportion") return false;
  const groups = groupsOf(sample.pairs, "control");
  return (["atLeast", "atMost"] as const).some((bound) => {
    const limit = claim[bound];
    return limit !== undefined && rule(bound, limit, claim, probe, control, groups).side === "failed";
  });
}

const unmetWords = (probe: Probe, control: Estimate): string =>
  `the control arm breaks it too, with ${inUnit(probe, control.value)} (${intervalWords(probe, control, false)}, n = ${control.n}), so that the fault cannot be blamed: choose a bound that holds without it, or claim it "of: control"`;

/** As many more repeats as give `needs` pairs, if each gives as many pairs that can speak as those so far. */
const moreRepeats = (needs: number, n: number, repeats: number | undefined): number | undefined =>
  repeats === undefined ? undefined : Math.ceil((needs * repeats) / n);

function rule(
  bound: "atLeast" | "atMost",
  limit: number,
  claim: Claim,
  probe: Probe,
  figure: Estimate,
  groups: readonly (readonly number[])[] | undefined,
): Ruling {
  const beyond = (value: number): boolean => (bound === "atLeast" ? value < limit : value > limit);
  const point = claim.decide === "point";
  const { n } = figure;
  if (groups && probe.aggregate !== "mean") {
    const share = asShare(bound, limit, probe, groups);
    if (share.limit >= 1 - rounding) return withoutException(share.whole, n, point);
    if (!point) return probe.aggregate === "proportion" ? byInterval(share, n) : byBinomial(share, n);
  }
  if (n < enoughForPoint) return tooFew(n, enoughForPoint);
  if (point) return { side: beyond(figure.value) ? "failed" : "held", why: ", by the estimate" };
  const [near, far] = bound === "atLeast" ? [figure.low, figure.high] : [figure.high, figure.low];
  if (!beyond(near)) {
    const enough = groups ? enoughForPoint : enoughForRatio[probe.aggregate];
    return n < enough ? tooFew(n, enough) : { side: "held", why: "" };
  }
  if (beyond(far)) return { side: "failed", why: "" };
  const needs = neededValues(figure.value, figure, n, limit);
  return { side: "open", why: ": the interval lies across it", ...(needs === undefined ? {} : { needs }) };
}

const tooFew = (n: number, enough: number): Ruling => ({
  side: "open",
  why: `: ${n} ${n === 1 ? "is" : "are"} too few`,
  needs: enough - n,
});

interface Share {
  /** Pairs of which every value is good. */
  readonly whole: number;
  /** The sum of each pair's share of good values. */
  readonly good: number;
  readonly limit: number;
}

/** A bound on a share, a quantile or a maximum as "at least `limit` of the values are good". */
function asShare(
  bound: "atLeast" | "atMost",
  limit: number,
  probe: Probe,
  groups: readonly (readonly number[])[],
): Share {
  const share = probe.aggregate === "proportion";
  const goodness = (value: number): number =>
    share ? (bound === "atLeast" ? value : 1 - value) : Number(bound === "atLeast" ? value >= limit : value <= limit);
  const shares = groups.map((group) => meanOf(group.map(goodness)));
  const whole = shares.filter((one) => one >= 1 - rounding).length;
  const good = shares.reduce((sum, one) => sum + one, 0);
  if (share) return { whole, good, limit: bound === "atLeast" ? limit : 1 - limit };
  const quantile = probe.aggregate === "max" ? 1 : probe.aggregate === "p95" ? 0.95 : 0.5;
  // The largest value is at least t as soon as one is.
  if (bound === "atLeast" && quantile === 1) {
    const all = good > 0 ? groups.length : 0;
    return { whole: all, good: all, limit: 1 };
  }
  return { whole, good, limit: bound === "atMost" ? quantile : 1 - quantile };
}

function withoutException(good: number, n: number, point: boolean): Ruling {
  const bad = n - good;
  if (bad > 0) return { side: "failed", why: `: ${times(bad, "counterexample")}` };
  const enough = point ? enoughForPoint : enoughWithoutCounterexample;
  if (n < enough)
    return {
      side: "open",
      why: `: no counterexample, and ${n} ${n === 1 ? "is" : "are"} too few to say so`,
      needs: enough - n,
    };
  // The Wilson bound for none of n.
  const bound = 3.841458820694124 / (n + 3.841458820694124);
  return { side: "held", why: `: no counterexample; the true rate of them may be up to ${round(bound)}` };
}

/** A pair counts as within only as a whole when it is to speak for the claim, and by its share when against it. */
function byBinomial(share: Share, n: number): Ruling {
  if (n >= enoughForPoint && chanceOfAtLeast(share.whole, n, share.limit) <= errorRate)
    return { side: "held", why: `: ${share.whole} of ${n} are within it` };
  const within = Math.ceil(share.good - rounding);
  if (chanceOfAtMost(within, n, share.limit) < errorRate - rounding)
    return { side: "failed", why: `: ${n - share.whole} of ${n} are beyond it` };
  const needs = neededByBinomial(share.whole, n, share.limit);
  return {
    side: "open",
    why: `: ${share.whole} of ${n} within it do not tell`,
    ...(needs === undefined ? {} : { needs }),
  };
}

function byInterval(share: Share, n: number): Ruling {
  const { low, high } = wilson(share.good, n);
  if (low >= share.limit - rounding) return { side: "held", why: "" };
  if (high < share.limit - rounding) return { side: "failed", why: "" };
  const needs = neededTrials(share.good, n, share.limit);
  return { side: "open", why: ": the interval lies across it", ...(needs === undefined ? {} : { needs }) };
}

function silence(claim: Claim, sample: Sample): string {
  const name = sample.probe.name;
  const measured = sample.pairs.some((pair) => pair.treatment !== undefined && pair.treatment.length > 0);
  if (!measured) return `${name} gave no value in any of ${times(sample.pairs.length, "pair")}`;
  return claim.of === "control"
    ? `${name} gave no value that could be compared with the control arm`
    : `${name} gave no figure`;
}

function figureWords(probe: Probe, figure: Estimate, groups: readonly (readonly number[])[], ratio: boolean): string {
  const interval = intervalWords(probe, figure, ratio);
  if (probe.aggregate === "proportion") {
    const values = groups.flat();
    const good = values.reduce((sum, value) => sum + value, 0);
    const over = values.length === figure.n ? "" : ` in ${times(figure.n, "pair")}`;
    return `${probe.name}: ${good} of ${values.length}${over} (${interval})`;
  }
  const value = ratio ? `${round(figure.value)} times the control arm's` : inUnit(probe, figure.value);
  return `${probe.name}${probe.aggregate === "mean" ? "" : ` (${probe.aggregate})`}: ${value} (${interval}, n = ${figure.n})`;
}

function wantedWords(claim: Claim, probe: Probe, ratio: boolean): string {
  const write = (value: number): string => (ratio ? round(value) : inUnit(probe, value));
  const parts = [
    ...(claim.atLeast === undefined ? [] : [`at least ${write(claim.atLeast)}`]),
    ...(claim.atMost === undefined ? [] : [`at most ${write(claim.atMost)}`]),
  ];
  return `${parts.join(" and ")}${claim.of === "control" ? (ratio ? " times control" : " of control") : ""}`;
}
