import type { Claim } from "../domain/experiment.ts";
import type { Probe } from "../domain/judgement.ts";

/** What one pair of trials gave for one figure. */
export interface PairValues {
  readonly pair: string;
  /** Absent: the probe could not tell. */
  readonly treatment?: readonly number[];
  readonly control?: readonly number[];
}

/** Values by pair, in the order of pairs, so that the order of arrival has no say. */
export interface Sample {
  readonly probe: Probe;
  readonly pairs: readonly PairValues[];
  /** Checked parameters of the probe, for the range of its values. */
  readonly params?: unknown;
  /** How often each task was repeated so far, to say how many more repeats would decide. */
  readonly repeats?: number;
}

/** The unit in which a figure's values are counted: `of` chooses which pairs can speak. */
export type Reference = Claim["of"];

/** The values of each pair that has any. */
export const groupsOf = (pairs: readonly PairValues[], arm: "treatment" | "control"): (readonly number[])[] =>
  pairs.flatMap((pair) => {
    const values = pair[arm];
    return values === undefined || values.length === 0 ? [] : [values];
  });

/**
 * The treatment's values that a claim is about. For shares `of: control` only pairs that are good in the control arm
 * can show a loss: the others are left out, value by value where both arms have the same number of them.
 */
export function claimed(sample: Sample, of: Reference): readonly PairValues[] {
  const told = sample.pairs.filter((pair) => pair.treatment !== undefined && pair.treatment.length > 0);
  if (of === "absolute") return told;
  const compared = told.filter((pair) => pair.control !== undefined && pair.control.length > 0);
  if (sample.probe.aggregate !== "proportion") return compared;
  const good = sample.probe.better === "higher" ? 1 : 0;
  return compared.flatMap((pair) => {
    const treatment = pair.treatment ?? [];
    const control = pair.control ?? [];
    const kept =
      treatment.length === control.length
        ? treatment.filter((_, index) => control[index] === good)
        : control.every((value) => value === good)
          ? treatment
          : [];
    return kept.length === 0 ? [] : [{ pair: pair.pair, treatment: kept, control }];
  });
}
