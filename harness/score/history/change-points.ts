import { fisher } from "./fisher.ts";

/** How often something was seen in one night. */
export interface Night {
  readonly count: number;
  /** n > 0. */
  readonly n: number;
}

export interface ChangePoint {
  /** Index of the night after which it could be said. */
  readonly said: number;
  /** Index of the first night at the new level, as likely as the nights make it. */
  readonly since: number;
  /** Index of the first night at the old level. */
  readonly from: number;
  readonly p: number;
}

/** The last so many nights are held against all before them. One night alone has half of the false alarms to spend. */
const windows = [
  { nights: 1, share: 1 / 2 },
  { nights: 2, share: 1 / 8 },
  { nights: 3, share: 1 / 8 },
  { nights: 5, share: 1 / 8 },
  { nights: 8, share: 1 / 8 },
] as const;

/**
 * Changes of a rate, each said as soon as the nights so far tell. Nights are independent counts at one rate until it changes; where they
 * scatter more than that, as many fewer trials are believed.
 * @param level chance that a night at which nothing has changed is said to be a change, at the most. It holds for each night by itself,
 * since Fisher's test is exact whatever the rate is, and the levels of the windows add up to it.
 */
export function changePoints(nights: readonly Night[], level: number): readonly ChangePoint[] {
  const changes: ChangePoint[] = [];
  const sums = runningSums(nights);
  let from = 0;
  for (let now = enough; now < nights.length; now += 1) {
    const p = smallestP(nights, sums, from, now, level);
    if (p === undefined) continue;
    const since = likeliestSplit(sums, from, now);
    changes.push({ said: now, since, from, p });
    from = since;
  }
  return changes;
}

interface Sums {
  readonly counts: readonly number[];
  readonly ns: readonly number[];
}

function runningSums(nights: readonly Night[]): Sums {
  const counts = [0];
  const ns = [0];
  for (const { count, n } of nights) {
    counts.push((counts.at(-1) ?? 0) + count);
    ns.push((ns.at(-1) ?? 0) + n);
  }
  return { counts, ns };
}

/** Of the nights from `from` to before `to`. */
const between = ({ counts, ns }: Sums, from: number, to: number): readonly [count: number, n: number] => [
  (counts[to] ?? 0) - (counts[from] ?? 0),
  (ns[to] ?? 0) - (ns[from] ?? 0),
];

/** Undefined: no window tells. Divided by the window's share, so that it can be held against the level. */
function smallestP(nights: readonly Night[], sums: Sums, from: number, now: number, level: number): number | undefined {
  let smallest: number | undefined;
  for (const { nights: length, share } of windows) {
    const split = now + 1 - length;
    if (split - from < enough) break;
    const [k0, n0] = between(sums, from, split);
    const [k1, n1] = between(sums, split, now + 1);
    if (k0 * n1 === k1 * n0) continue;
    const believed = 1 / scatter(nights, from, split, k0 / n0);
    const of = (n: number): number => Math.max(1, Math.floor(n * believed));
    const part = (k: number, n: number): number => Math.round((k / n) * of(n));
    const p = fisher(part(k0, n0), of(n0), part(k1, n1), of(n1)) / share;
    if (p <= level && p < (smallest ?? 1)) smallest = p;
  }
  return smallest;
}

/** Nights before which nothing is said: from fewer it cannot be told how much they scatter. */
const enough = 5;

/** How much more the nights scatter than independent trials would (Pearson's χ² by its degrees of freedom), at least 1. */
function scatter(nights: readonly Night[], from: number, to: number, rate: number): number {
  if (rate <= 0 || rate >= 1) return 1;
  let square = 0;
  for (let index = from; index < to; index += 1) {
    const { count, n } = nights[index] ?? { count: 0, n: 1 };
    square += (count - n * rate) ** 2 / (n * rate * (1 - rate));
  }
  return Math.max(1, square / (to - from - 1));
}

/** Where two rates, one before and one from there on, explain the nights best. */
function likeliestSplit(sums: Sums, from: number, now: number): number {
  let best = now;
  let most = Number.NEGATIVE_INFINITY;
  for (let split = from + 1; split <= now; split += 1) {
    const likelihood = logLikelihood(...between(sums, from, split)) + logLikelihood(...between(sums, split, now + 1));
    if (likelihood > most) {
      most = likelihood;
      best = split;
    }
  }
  return best;
}

function logLikelihood(k: number, n: number): number {
  const term = (x: number): number => (x === 0 ? 0 : x * Math.log(x / n));
  return term(k) + term(n - k);
}
