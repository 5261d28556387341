import { formatDuration } from "../domain/duration.ts";
import type { Estimate, Probe } from "../domain/judgement.ts";

/** Figures in sentences. */

/** Two significant digits; never 1 for what is a little less, since that little is what an interval is about. */
export function round(value: number): string {
  const short = Number(value.toPrecision(value >= 100 ? 4 : 2));
  return String(value < 1 && short >= 1 ? Math.floor(value * 10_000) / 10_000 : short);
}

/** A value in its unit: `0.84`, `3.2s`. */
export const inUnit = (probe: Probe, value: number): string =>
  probe.unit === "ms" ? formatDuration(value) : Number.isInteger(value) ? String(value) : round(value);

const percent = (confidence: number): string => `${Math.round(confidence * 100)} %`;

export const intervalWords = (probe: Probe, estimate: Estimate, ratio: boolean): string => {
  const write = ratio ? round : (value: number): string => inUnit(probe, value);
  return `${percent(estimate.confidence)} interval ${write(estimate.low)} to ${write(estimate.high)}`;
};

export const times = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Of a share: `95 % interval 0.4 to 0.9`. */
export const intervalShares = ({ confidence, low, high }: Estimate): string =>
  `${percent(confidence)} interval ${round(low)} to ${round(high)}`;

/** The first few of a list, and how many more there are. */
export const listOf = (names: readonly string[], most = 4): string =>
  `${names.slice(0, most).join(", ")}${names.length > most ? ` and ${names.length - most} more` : ""}`;
