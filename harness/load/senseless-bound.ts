import type { Probe } from "../domain/judgement.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { display } from "./wording.ts";

/**
 * Says that a bound cannot be meant as it is written: a time without a unit, or a share that no share can be.
 * A `difference` of two shares may be below 0. Of ratios to the control arm nothing is known.
 */
export function senselessBound(
  probe: Probe,
  at: Section,
  loading: Loading,
  of: "figure" | "difference" = "figure",
): boolean {
  const said = typeof at.value !== "number" ? undefined : (bareTime(probe, at.value) ?? noShare(probe, at.value, of));
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

/** ` Did you mean 0.8?` of 80: percents are written as shares. Of what can be no percent either, nothing. */
export const fromPercent = (value: number): string =>
  Math.abs(value) > 100 ? "" : ` Did you mean ${Number((value / 100).toPrecision(12))}?`;
