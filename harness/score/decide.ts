import type { Claim } from "../domain/experiment.ts";
import type { ClaimResult, Estimate, Probe } from "../domain/judgement.ts";
import type { Verdict } from "../domain/vocabulary.ts";
import { estimate, estimateRatio } from "./estimate.ts";
import { neededTrials, neededValues } from "./needed-trials.ts";
import { claimed, type Sample, valuesOf } from "./sample.ts";
import { wilson } from "./wilson.ts";
import { intervalWords, inUnit, round, times } from "./words.ts";

/** Values needed before a claim without a counterexample is believed. */
const enoughWithoutCounterexample = 10;
/** Values needed before a mean, or a point estimate, is believed. */
const enoughForPoint = 5;

/** What one bound of a claim came to. */
interface Ruling {
  readonly side: "held" | "failed" | "open";
  readonly why: string;
  /** More values. */
  readonly needs?: number;
}

/**
 * Decides one claim from its sample. In this order:
 *
 * - no value at all ⇒ inconclusive;
 * - **shares**: `interval` holds when the whole Wilson interval is on the right side of the tolerance, is broken when it is
 *   wholly on the wrong side, and is otherwise inconclusive, saying how many more trials would decide;
 * - **shares with zero tolerance** (at most 0, at least 1): one counterexample breaks the claim; none in 10 or more holds
 *   it, with the upper bound stated, since no number of trials brings an interval to the very end of its range;
 * - **means and ratios**: the same with the bootstrap interval, from 5 values on;
 * - **quantiles**: "p95 at most t" says that 95 % of values are at most t, so that share is decided like any other; if every
 *   value is within the bound, 10 are enough. **max**: one value beyond breaks, none in 10 holds;
 * - `decide: point`: the estimate itself is compared, from 5 values on (a counterexample to zero tolerance counts at once).
 *
 * `of: control`: shares count only what is good in the control arm; other figures are treatment ÷ control.
 * A claim of level `should` that fails makes the experiment degraded, one of level `must` makes it broken.
 */
export function decide(claim: Claim, sample: Sample, seed: string): ClaimResult {
  const { probe } = sample;
  const pairs = claimed(sample, claim.of);
  const ratio = claim.of === "control" && probe.aggregate !== "proportion";
  const values = valuesOf(pairs, "treatment");
  const figure = ratio ? estimateRatio(probe.aggregate, pairs, seed) : estimate(probe.aggregate, values, seed);
  const control = estimate(probe.aggregate, valuesOf(sample.pairs, "control"), `${seed}/control`);
  const known = { claim, ...(figure ? { estimate: figure } : {}), ...(control ? { control } : {}) };
  if (!figure) return { ...known, verdict: "inconclusive", reason: silence(claim, sample) };

  const rulings: Ruling[] = [];
  for (const bound of ["atLeast", "atMost"] as const) {
    const limit = claim[bound];
    if (limit !== undefined) rulings.push(rule(bound, limit, claim, probe, figure, ratio ? undefined : values));
  }
  const wanted = wantedWords(claim, probe, ratio);
  const failed = rulings.find(({ side }) => side === "failed");
  const open = rulings.find(({ side }) => side === "open");
  const telling = failed ?? open ?? rulings[0];
  const verdict: Verdict = failed ? (claim.level === "should" ? "degraded" : "broken") : open ? "inconclusive" : "held";
  const needs =
    failed || telling?.needs === undefined
      ? undefined
      : Math.ceil(telling.needs / Math.max(1, values.length / pairs.length));
  const reason = `${figureWords(probe, figure, values, ratio)}, asked for ${wanted}${telling?.why ?? ""}${
    needs === undefined ? "" : `; about ${times(needs, "more trial")} would decide`
  }`;
  return { ...known, verdict, reason, ...(needs === undefined ? {} : { needs }) };
}

function rule(
  bound: "atLeast" | "atMost",
  limit: number,
  claim: Claim,
  probe: Probe,
  figure: Estimate,
  values: readonly number[] | undefined,
): Ruling {
  const beyond = (value: number): boolean => (bound === "atLeast" ? value < limit : value > limit);
  const point = claim.decide === "point";
  if (values && probe.aggregate !== "mean") {
    const share = asShare(bound, limit, probe, values);
    if (share.limit >= 1 - rounding) return withoutException(share.good, figure.n, point);
    if (!point && share.good === figure.n && probe.aggregate !== "proportion")
      return withoutException(share.good, figure.n, point);
    if (!point) return byInterval(share, figure.n);
  }
  if (figure.n < enoughForPoint)
    return {
      side: "open",
      why: `: ${figure.n} ${figure.n === 1 ? "is" : "are"} too few`,
      needs: enoughForPoint - figure.n,
    };
  if (point) return { side: beyond(figure.value) ? "failed" : "held", why: ", by the estimate" };
  const [near, far] = bound === "atLeast" ? [figure.low, figure.high] : [figure.high, figure.low];
  if (!beyond(near)) return { side: "held", why: "" };
  if (beyond(far)) return { side: "failed", why: "" };
  const needs = neededValues(figure.value, figure, figure.n, limit);
  return { side: "open", why: ": the interval lies across it", ...(needs === undefined ? {} : { needs }) };
}

interface Share {
  readonly good: number;
  readonly limit: number;
}
/** 1 − 0.9 is a little less than 0.1. */
const rounding = 1e-12;

/** A bound on a share, a quantile or a maximum as "at least `limit` of the values are good". */
function asShare(bound: "atLeast" | "atMost", limit: number, probe: Probe, values: readonly number[]): Share {
  if (probe.aggregate === "proportion") {
    const ones = values.reduce((sum, value) => sum + value, 0);
    return bound === "atLeast" ? { good: ones, limit } : { good: values.length - ones, limit: 1 - limit };
  }
  const within = values.filter((value) => (bound === "atLeast" ? value >= limit : value <= limit)).length;
  const quantile = probe.aggregate === "max" ? 1 : probe.aggregate === "p95" ? 0.95 : 0.5;
  // The largest value is at least t as soon as one is.
  if (bound === "atLeast" && quantile === 1) return { good: within > 0 ? values.length : 0, limit: 1 };
  return { good: within, limit: bound === "atMost" ? quantile : 1 - quantile };
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

function figureWords(probe: Probe, figure: Estimate, values: readonly number[], ratio: boolean): string {
  const interval = intervalWords(probe, figure, ratio);
  if (probe.aggregate === "proportion") {
    const good = values.reduce((sum, value) => sum + value, 0);
    return `${probe.name}: ${good} of ${values.length} (${interval})`;
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
