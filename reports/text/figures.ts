import { formatDuration } from "../../harness/domain/duration.ts";
import type { Estimate } from "../../harness/domain/judgement.ts";
import type { Unit } from "./units.ts";

const trimmed = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** `40%`, `99.6%`, `×1.25`, `2.3s`, `1,204 tokens`, `3.5`. A share never rounds up to 100 % or down to 0 %. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case "share":
      return `${percent(value)}%`;
    case "ratio":
      return `×${trimmed(value, 2)}`;
    case "ms":
      return formatDuration(value);
    case "tokens":
      return `${Math.round(value).toLocaleString("en-GB")} tokens`;
    case "count":
      return small(value);
  }
}

/** Two decimals, or of less than that two digits: what a task costs is often a fraction of a cent. */
const small = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.1
    ? value.toLocaleString("en-GB", { maximumSignificantDigits: 2 })
    : trimmed(value, 2);

function percent(share: number): string {
  const hundredth = share * 100;
  const whole = Math.round(hundredth);
  if (whole === 100 && share < 1) return hundredth > 99.9 ? ">99.9" : trimmed(hundredth, 1);
  if (whole === 0 && share > 0) return hundredth < 0.1 ? "<0.1" : trimmed(hundredth, 1);
  return String(whole);
}

/** `22–61%`, `×1–1.5`, `0.4s–1.2s`: no spaces, so that it stays on one line. */
export function formatInterval({ low, high }: Estimate, unit: Unit): string {
  if (unit === "share") return `${percent(low)}–${percent(high)}%`;
  if (unit === "ratio") return `×${trimmed(low, 2)}–${trimmed(high, 2)}`;
  if (unit === "tokens") return `${Math.round(low)}–${Math.round(high)}`;
  return `${formatValue(low, unit)}–${formatValue(high, unit)}`;
}

/** An estimate that rests on something: without trials and an interval no score is printed. */
export const isPrintable = (estimate: Estimate | undefined): estimate is Estimate =>
  estimate !== undefined && estimate.n > 0 && [estimate.value, estimate.low, estimate.high].every(Number.isFinite);

/** `40% [22–61%] n=20` (`of` stands behind the value: `40% of control […`), or `no figure` when it rests on nothing. */
export const formatEstimate = (estimate: Estimate | undefined, unit: Unit, of = ""): string =>
  isPrintable(estimate)
    ? `${formatValue(estimate.value, unit)}${of} [${formatInterval(estimate, unit)}] n=${estimate.n}`
    : "no figure";

/** `1 trial`, `20 trials`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
