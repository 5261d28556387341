import { type Histogram, histogram } from "./histogram.ts";

/** Parts that a window consists of: it slides by one of them at a time. */
const parts = 20;

/** What is counted of calls, or of answers. */
export interface Counts {
  n: number;
  errors: number;
  retries: number;
  tokens: number;
  wrong: number;
  forbidden: number;
}
const noCounts = (): Counts => ({ n: 0, errors: 0, retries: 0, tokens: 0, wrong: 0, forbidden: 0 });

export interface SlidingWindow {
  /** @param t ms; @param latency ms; absent = it took no time that could be measured. */
  add(t: number, counts: Partial<Counts>, latency?: number): void;
  /** The sums of the last `over` ms, and their durations. */
  at(t: number): { readonly counts: Counts; readonly latencies: Histogram };
}

interface Part {
  index: number;
  readonly counts: Counts;
  readonly latencies: Histogram;
}

/** Sums over the last `over` ms, in a fixed amount of memory whatever comes. */
export function slidingWindow(over: number): SlidingWindow {
  const width = over / parts;
  const ring = Array.from(
    { length: parts + 1 },
    (): Part => ({ index: -1, counts: noCounts(), latencies: histogram() }),
  );
  const indexOf = (t: number): number => Math.max(0, Math.floor(t / width));
  const partAt = (t: number): Part | undefined => {
    const index = indexOf(t);
    const part = ring[index % ring.length];
    // What is older than the whole window comes too late to count.
    if (!part || part.index > index) return undefined;
    if (part.index < index) {
      part.index = index;
      Object.assign(part.counts, noCounts());
      part.latencies.clear();
    }
    return part;
  };
  return {
    add(t, counts, latency) {
      const part = partAt(t);
      if (!part) return;
      for (const [name, more] of Object.entries(counts) as [keyof Counts, number][]) part.counts[name] += more;
      if (latency !== undefined) part.latencies.add(latency);
    },
    at(t) {
      const counts = noCounts();
      const latencies = histogram();
      const newest = indexOf(t);
      for (const part of ring) {
        if (part.index < 0 || part.index > newest || part.index < newest - parts) continue;
        for (const name of Object.keys(counts) as (keyof Counts)[]) counts[name] += part.counts[name];
        latencies.addAll(part.latencies);
      }
      return { counts, latencies };
    },
  };
}
