/** A figure over several rounds: the median, and the middle half of the rounds around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** The value below which a share of the sorted values lies, straight lines between neighbours; NaN for none. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    n: sorted.length,
  };
}

/** Ratios of the values of the same round: what slows a whole round down cancels out. */
export const ratioOf = (ours: readonly number[], theirs: readonly number[]): Spread =>
  spreadOf(
    ours.flatMap((value, round) => {
      const other = theirs[round];
      return other === undefined ? [] : [value / other];
    }),
  );

/**
 * One small difference by another. Ratios of single rounds would jump about, so medians are divided, and the ends say what the
 * middle halves leave open. NaN = cannot tell: one of the two is not above nothing.
 */
export function quotient(ours: Spread, theirs: Spread): Spread {
  const n = Math.min(ours.n, theirs.n);
  if (!(ours.median > 0 && theirs.median > 0)) return { median: Number.NaN, low: Number.NaN, high: Number.NaN, n };
  return {
    median: ours.median / theirs.median,
    low: Math.max(0, ours.low) / theirs.high,
    high: theirs.low > 0 ? ours.high / theirs.low : Number.POSITIVE_INFINITY,
    n,
  };
}

/** Least squares of y over x: growth of y for each x. Zero for fewer than two points. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const n = points.length;
  if (n < 2) return 0;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const across = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const along = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return along === 0 ? 0 : across / along;
}
