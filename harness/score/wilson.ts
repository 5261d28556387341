/** The 97.5 % point of the normal distribution: two-sided 95 %. */
const z = 1.959963984540054;

/**
 * Wilson's score interval (95 %) for a share: `good` of `n`, either may be fractional, n > 0.
 * Source: E. B. Wilson, JASA 22 (1927). It stays inside [0, 1] and keeps its level for few trials and extreme shares.
 */
export function wilson(good: number, n: number): { readonly low: number; readonly high: number } {
  const share = good / n;
  const spread = (z * z) / n;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (z * Math.sqrt((share * (1 - share)) / n + spread / (4 * n))) / (1 + spread);
  // Rounding must not leave 0 of n or n of n with an end just inside.
  return { low: good <= 0 ? 0 : Math.max(0, middle - half), high: good >= n ? 1 : Math.min(1, middle + half) };
}
