/** The exact law of how many of `n` values lie within a bound, 0 < `rate` < 1. */

/** The chance of `good` or more of `n`. */
export const chanceOfAtLeast = (good: number, n: number, rate: number): number => sum(good, n, n, rate);

/** The chance of `good` or fewer of `n`. */
export const chanceOfAtMost = (good: number, n: number, rate: number): number => sum(0, good, n, rate);

/** The chance of exactly `good` of `n`. */
export const chanceOf = (good: number, n: number, rate: number): number =>
  Math.exp(
    logFactorial(n) -
      logFactorial(good) -
      logFactorial(n - good) +
      good * Math.log(rate) +
      (n - good) * Math.log1p(-rate),
  );

function sum(from: number, to: number, n: number, rate: number): number {
  let total = 0;
  for (let good = from; good <= to; good += 1) total += chanceOf(good, n, rate);
  return Math.min(1, total);
}

/** Stirling's series; exact enough (1e-10) from 10 on. */
function logFactorial(n: number): number {
  if (n < 10) {
    let total = 0;
    for (let i = 2; i <= n; i += 1) total += Math.log(i);
    return total;
  }
  const x = n + 1;
  return (
    (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5)
  );
}
