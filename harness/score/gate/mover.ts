interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Interval of a − b for two figures that have nothing to do with each other, from the interval of each: the squares of the distances
 * to the ends that matter are added. For shares with Wilson's intervals this is Newcombe's method 10 (Statistics in Medicine 17,
 * 1998); for other figures see Zou and Donner (Statistics in Medicine 27, 2008).
 */
export function differenceOf(a: Interval, b: Interval): Interval {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}
