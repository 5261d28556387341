/** Most pairs that advice may ask for: beyond, nobody would run them. */
const most = 20_000;

export interface Ends {
  readonly low: number;
  readonly high: number;
}

/**
 * How many more pairs, if they differ as those so far do, would bring the whole interval to one side of the limit; undefined if so many
 * would not. The interval itself is asked, since it narrows otherwise where all pairs are alike than where they differ.
 */
export function neededPairs(
  values: readonly number[],
  limit: number,
  endsOf: (values: readonly number[]) => Ends,
): number | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const tells = (total: number): boolean => {
    const { low, high } = endsOf(Array.from({ length: total }, (_, index) => values[index % n] ?? 0));
    return low > limit || high <= limit;
  };
  let [low, high] = [n, n * 2];
  while (!tells(high)) {
    [low, high] = [high, high * 2];
    if (high > most) return undefined;
  }
  while (high - low > Math.max(1, n / 8)) {
    const middle = Math.floor((low + high) / 2);
    if (tells(middle)) high = middle;
    else low = middle;
  }
  return high - n;
}
