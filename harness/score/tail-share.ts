/** The 97.5 % point of the normal distribution: two-sided 95 %. */
export const z = 1.959963984540054;

/**
 * Which share of resamples to leave out at either end for a 95 % interval of a mean of `n` values. A plain percentile
 * interval leaves out 2.5 % and is too narrow for few values, as if Student's t were normal and the sample's spread that of the
 * population; this is the share that mends both. Source: Hesterberg, The American Statistician 69 (2015), section 3.3.
 */
export function tailShare(n: number): number {
  if (n < 2) return 0;
  return upperTail(Math.sqrt(n / (n - 1)) * student(n - 1));
}

/** The 97.5 % point of Student's t. From 4 degrees on the series of Abramowitz and Stegun 26.7.5. */
function student(degrees: number): number {
  const known = [12.7062, 4.3027, 3.1824][degrees - 1];
  if (known !== undefined) return known;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, index) => sum + term / degrees ** (index + 1), z);
}

/** The chance that a standard normal value is above `x` ≥ 0, by the continued fraction of Mills' ratio. */
function upperTail(x: number): number {
  let fraction = 0;
  for (let depth = 40; depth >= 1; depth -= 1) fraction = depth / (x + fraction);
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) / (x + fraction);
}
