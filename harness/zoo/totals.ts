import { wilson } from "../score/wilson.ts";
import { alarmed } from "./observe.ts";
import type { ZooResult } from "./run-zoo.ts";

/** So many of so many, with Wilson's interval (95 %). */
export interface Share {
  readonly of: number;
  readonly n: number;
  readonly low: number;
  readonly high: number;
}

export interface Totals {
  /** Defects that at least one of their experiments convicts. */
  readonly recall: Share;
  /** Defects that are convicted and named. */
  readonly rightCause: Share;
  /** Runs of one experiment with one seed against a variant in which something is said to be wrong. */
  readonly falseAlarms: Share;
  readonly trials: number;
  readonly seconds: number;
}

const share = (of: number, n: number): Share => ({ of, n, ...(n === 0 ? { low: 0, high: 1 } : wilson(of, n)) });

export function totalsOf({ defects, variants }: ZooResult): Totals {
  const seen = defects.flatMap(({ asked }) => asked);
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  return {
    recall: share(defects.filter(({ asked }) => asked.some(alarmed)).length, defects.length),
    rightCause: share(defects.filter(({ named }) => named).length, defects.length),
    falseAlarms: share(sum(variants.map(({ alarms }) => alarms.length)), sum(variants.map(({ asked }) => asked))),
    trials: sum(seen.map(({ trials }) => trials)) + sum(variants.map(({ trials }) => trials)),
    seconds: sum(seen.map(({ seconds }) => seconds)) + sum(variants.map(({ seconds }) => seconds)),
  };
}
