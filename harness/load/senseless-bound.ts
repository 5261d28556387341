import type { Probe } from "../domain/judgement.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { display } from "./wording.ts";

/**
 * Says that a bound cannot be meant as it is written: a time without a unit, or a share that no share can be.
 * A `difference` of two shares may be below 0. A `ratio` to the control arm may be above 1 only where less is better, and of times
 * and counts nothing is known: an agent that answers in 20ms may well take a hundred times as long.
 */
export function senselessBound(
  probe: Probe,
  at: Section,
  loading: Loading,
  of: "figure" | "difference" | "ratio" = "figure",
): boolean {
  const { value } = at;
  const bound = at.path.at(-1) === "atLeast" ? "atLeast" : "atMost";
  const said =
    typeof value !== "number"
      ? undefined
      : of === "ratio"
        ? noRatio(probe, value, bound)
        : (bareTime(probe, value) ?? noShare(probe, value, of));
  if (said !== undefined) loading.problems.at(at, `"${String(at.path.at(-1))}" ${said}`);
  return said !== undefined;
}

/** Nobody asks so few milliseconds of an agent: seconds were meant. */
function bareTime({ unit }: Probe, value: number): string | undefined {
  if (unit !== "ms" || value <= 0 || value >= 100) return undefined;
  const [seconds, ms] = [display(`${value}s`), display(`${value}ms`)];
  return `must have a unit, not ${value}: without one it would be milliseconds. Write ${seconds}, or ${ms} if so little is meant.`;
}

function noShare({ name, unit }: Probe, value: number, of: "figure" | "difference"): string | undefined {
  const least = of === "difference" ? -1 : 0;
  if (unit !== "share" || (value >= least && value <= 1)) return undefined;
  const what = of === "difference" ? `"${name}" is a share, and two differ by 1 at the most` : `"${name}" is a share`;
  const meant = least < 0 || value > 0 ? fromPercent(value) : "";
  return `must be from ${least} to 1, not ${value}: ${what}.${meant}`;
}

/** Above this a ratio of shares is a percent: hardly a run has the pairs to show a greater one. */
const greatestRatio = 10;

function noRatio({ name, unit, better }: Probe, value: number, bound: "atLeast" | "atMost"): string | undefined {
  if (value < 0) return `must be from 0, not ${value}: "of: control" it is a ratio.`;
  if (unit !== "share") return undefined;
  const most = better === "higher" && bound === "atLeast" ? 1 : greatestRatio;
  if (value <= most) return undefined;
  const why =
    most === 1
      ? `"of: control" it is the part of what the control arm gets right, and "${name}" cannot be asked to be better under a fault`
      : `"of: control" it is how many times as much as in the control arm`;
  return `must be from 0 to ${most}, not ${value}: ${why}.${value >= 2 ? fromPercent(value) : " Did you mean 1?"}`;
}

/** ` Did you mean 0.8?` of 80: percents are written as shares. Of what can be no percent either, nothing. */
export const fromPercent = (value: number): string =>
  Math.abs(value) > 100 ? "" : ` Did you mean ${Number((value / 100).toPrecision(12))}?`;
