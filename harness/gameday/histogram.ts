/** Each bucket is wider than the one before it by this much: what a quantile may be off by. */
const growth = 1.06;
const step = Math.log(growth);
const buckets = 240;

const bucketOf = (ms: number): number => (ms <= 1 ? 0 : Math.min(buckets - 1, Math.ceil(Math.log(ms) / step)));
/** The middle of a bucket, in ms. */
const middleOf = (bucket: number): number => (bucket === 0 ? 1 : Math.exp((bucket - 0.5) * step));

/** Counts of durations from 1 ms to 20 minutes, in a fixed amount of memory. */
export interface Histogram {
  add(ms: number): void;
  addAll(other: Histogram): void;
  clear(): void;
  readonly counts: Uint32Array;
  readonly n: number;
  /** In ms, within 3 %; undefined = nothing was counted. */
  quantile(share: number): number | undefined;
}

export function histogram(): Histogram {
  const counts = new Uint32Array(buckets);
  let n = 0;
  return {
    counts,
    get n() {
      return n;
    },
    add(ms) {
      const bucket = bucketOf(ms);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      n += 1;
    },
    addAll(other) {
      if (other.n === 0) return;
      for (const [bucket, count] of other.counts.entries()) counts[bucket] = (counts[bucket] ?? 0) + count;
      n += other.n;
    },
    clear() {
      if (n > 0) counts.fill(0);
      n = 0;
    },
    quantile(share) {
      if (n === 0) return undefined;
      const rank = Math.max(1, Math.ceil(share * n));
      let seen = 0;
      for (const [bucket, count] of counts.entries()) {
        seen += count;
        if (seen >= rank) return middleOf(bucket);
      }
      return undefined;
    },
  };
}
