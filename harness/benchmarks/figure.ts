import { type Spread, spreadOf } from "./statistics.ts";

export type Aim = { readonly atLeast: number } | { readonly atMost: number };

/** One line of the result. */
export interface Figure {
  readonly name: string;
  readonly value: Spread;
  /** `×` for ratios. */
  readonly unit: string;
  readonly aim?: Aim;
  /** Absent without an aim, and where the figure cannot tell. */
  readonly met?: boolean;
  /** What the figure was made from, and anything else that a reader wants beside it. */
  readonly from: readonly { readonly who: string; readonly value: Spread; readonly unit: string }[];
}

export interface Section {
  readonly title: string;
  /** What each side does, so that the reader can judge whether the comparison is fair. */
  readonly what: readonly string[];
  readonly figures: readonly Figure[];
}

/** How long things are measured. `rounds` interleave the sides: A B C, A B C, … */
export interface Pace {
  readonly rounds: number;
  readonly burstMs: number;
  readonly warmUpMs: number;
  /** Before the first round each side answers so many requests, or as many as it can in the time. */
  readonly compileRequests: number;
  readonly compileMs: number;
  readonly calls: number;
  readonly trials: number;
  readonly sampleEvery: number;
  readonly events: number;
  /** Trials in the journal that is judged. */
  readonly judged: number;
}
export const paces = {
  full: {
    rounds: 7,
    burstMs: 500,
    warmUpMs: 150,
    compileRequests: 8000,
    compileMs: 6000,
    calls: 300,
    trials: 10_000,
    sampleEvery: 1000,
    events: 50_000,
    judged: 100_000,
  },
  quick: {
    rounds: 3,
    burstMs: 150,
    warmUpMs: 50,
    compileRequests: 3000,
    compileMs: 1500,
    calls: 60,
    trials: 200,
    sampleEvery: 40,
    events: 5000,
    judged: 5000,
  },
} as const satisfies Readonly<Record<string, Pace>>;

export function figure(name: string, value: Spread | number, unit: string, from: Figure["from"], aim?: Aim): Figure {
  const spread = typeof value === "number" ? spreadOf([value]) : value;
  const known = aim !== undefined && Number.isFinite(spread.median);
  return {
    name,
    value: spread,
    unit,
    from,
    ...(aim ? { aim } : {}),
    ...(known ? { met: isMet(spread.median, aim) } : {}),
  };
}

const isMet = (value: number, aim: Aim): boolean => ("atLeast" in aim ? value >= aim.atLeast : value <= aim.atMost);
