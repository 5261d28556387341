/**
 * Evidence about a mean that is valid at whatever moment it is looked at. A gambler who bets against "the mean is at most m" grows
 * rich only if that is wrong: the chance that the wealth ever comes to 1 ÷ a is a at most, however often one looks (Ville 1939; bets
 * on bounded means after Waudby-Smith and Ramdas, JRSS B 86, 2024). Several stakes are played side by side, each with the same share
 * of the money, so that nobody has to know the truth beforehand.
 *
 * Tasks differ: values of one round need not have the same mean. Looked at after whole rounds the bet on their average is still
 * fair, since the product of the factors' means is never above what it is when all are equal.
 */

/** Shares of the largest stake that cannot lose everything. */
const stakes = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98];

/** How often each value from 0 to 1 was seen. */
export type Counts = ReadonlyMap<number, number>;

export function countsOf(values: Iterable<number>): Counts {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Natural logarithm of the wealth of who bet that the mean is above `m`, 0 < m < 1; `times`: as if all had been seen so many times. */
export function wealthAbove(counts: Counts, m: number, times = 1): number {
  const logs = stakes.map((share) => {
    const stake = share / m;
    let sum = 0;
    for (const [value, count] of counts) sum += count * Math.log1p(stake * (value - m));
    return times * sum;
  });
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, one) => sum + Math.exp(one - most), 0) / stakes.length);
}

const mirrored = (counts: Counts): Counts => new Map([...counts].map(([value, count]) => [1 - value, count]));

/** The same for a mean below `m`. */
const wealthBelow = (counts: Counts, m: number, times = 1): number => wealthAbove(mirrored(counts), 1 - m, times);

export interface Rates {
  /** The greatest chance of saying "below" of a mean that is not. */
  readonly below: number;
  /** The greatest chance of saying "above" of a mean that is not. */
  readonly above: number;
}

/** On which side of `m` the mean is, if the evidence tells. */
export function sideOf(counts: Counts, m: number, rates: Rates, times = 1): "above" | "below" | undefined {
  if (wealthAbove(counts, m, times) >= -Math.log(rates.above)) return "above";
  return wealthBelow(counts, m, times) >= -Math.log(rates.below) ? "below" : undefined;
}

/** Ends outside of which the mean is told to lie: a mean that the evidence puts on neither side is inside. */
export function boundsOf(counts: Counts, rates: Rates): { readonly low: number; readonly high: number } {
  let [seen, sum] = [0, 0];
  for (const [value, count] of counts) [seen, sum] = [seen + count, sum + value * count];
  const mean = seen === 0 ? 0.5 : sum / seen;
  const end = (from: number, to: number, told: (m: number) => boolean): number => {
    let [inside, outside] = [from, to];
    for (let step = 0; step < 40; step += 1) {
      const middle = (inside + outside) / 2;
      if (told(middle)) outside = middle;
      else inside = middle;
    }
    return inside;
  };
  const tiny = 1e-9;
  return {
    low:
      mean <= tiny
        ? 0
        : end(Math.min(mean, 1 - tiny), 0, (m) => m <= tiny || wealthAbove(counts, m) >= -Math.log(rates.above)),
    high:
      mean >= 1 - tiny
        ? 1
        : end(Math.max(mean, tiny), 1, (m) => m >= 1 - tiny || wealthBelow(counts, m) >= -Math.log(rates.below)),
  };
}

/** How many times as much of the same would tell; undefined if a hundred times as much would not. */
export function timesToTell(counts: Counts, m: number, rates: Rates): number | undefined {
  let [low, high] = [1, 2];
  while (sideOf(counts, m, rates, high) === undefined) {
    [low, high] = [high, high * 2];
    if (high > 128) return undefined;
  }
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (sideOf(counts, m, rates, middle) === undefined) low = middle;
    else high = middle;
  }
  return high;
}
