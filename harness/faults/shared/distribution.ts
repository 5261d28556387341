import { z } from "zod";
import type { Chance } from "../../domain/chance.ts";
import { formatDuration } from "../../domain/duration.ts";
import { duration } from "./duration.ts";

const bounds = {
  min: duration().optional().describe("Never less than this."),
  max: duration().optional().describe("Never more than this."),
};

const spread = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fixed"), value: duration() }),
  z.strictObject({ kind: z.literal("normal"), mean: duration(), sd: duration(), ...bounds }),
  z.strictObject({ kind: z.literal("log-normal"), median: duration(), sigma: z.number().nonnegative(), ...bounds }),
  z.strictObject({ kind: z.literal("pareto"), scale: duration(), shape: z.number().positive(), ...bounds }),
]);

export type Distribution = z.output<typeof spread>;

/** A duration, or a distribution of durations: a bare duration is the fixed one. */
export const distribution = () =>
  z.union([duration().transform((value): Distribution => ({ kind: "fixed", value })), spread]);

/** One wait in milliseconds, never negative. */
export function sample(from: Distribution, chance: Chance): number {
  if (from.kind === "fixed") return from.value;
  return Math.min(Math.max(draw(from, chance), from.min ?? 0, 0), from.max ?? Number.MAX_SAFE_INTEGER);
}

function draw(from: Exclude<Distribution, { kind: "fixed" }>, chance: Chance): number {
  if (from.kind === "normal") return from.mean + from.sd * standardNormal(chance);
  if (from.kind === "log-normal") return from.median * Math.exp(from.sigma * standardNormal(chance));
  return from.scale * (1 - chance()) ** (-1 / from.shape);
}

/** Box and Muller's transform; `1 - chance()` is in (0, 1], where the logarithm is finite. */
const standardNormal = (chance: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/** The middle of a distribution in milliseconds: where a ramp starts. */
export function middle(of: Distribution): number {
  if (of.kind === "fixed") return of.value;
  if (of.kind === "normal") return of.mean;
  return of.kind === "log-normal" ? of.median : of.scale * 2 ** (1 / of.shape);
}

/** `5s`, `log-normal, median 2s, σ 0.8`. */
export function describeDistribution(of: Distribution): string {
  if (of.kind === "fixed") return formatDuration(of.value);
  if (of.kind === "normal") return `normal, mean ${formatDuration(of.mean)}, sd ${formatDuration(of.sd)}`;
  if (of.kind === "log-normal") return `log-normal, median ${formatDuration(of.median)}, σ ${of.sigma}`;
  return `Pareto, at least ${formatDuration(of.scale)}, shape ${of.shape}`;
}
