import type { Probe } from "../domain/judgement.ts";
import type { Range } from "./estimate.ts";

/** What a probe's values cannot lie outside of. Shares lie between 0 and 1. */
export const rangeOf = (probe: Probe, params: unknown): Range =>
  probe.aggregate === "proportion" ? [0, 1] : probe.range?.(params);
