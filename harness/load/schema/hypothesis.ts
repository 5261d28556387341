import { z } from "zod";
import { duration } from "./common.ts";

const bound = z.union([z.number(), duration], {
  error: "must be a number, or a duration for a probe that measures time",
});

/** What stands beside the probe's own parameters. */
export const claimKeys = {
  atLeast: bound.optional().describe("The measure must not be below this."),
  atMost: bound.optional().describe("The measure must not be above this."),
  of: z
    .enum(["control", "absolute"])
    .default("absolute")
    .describe("control: the bounds are for treatment ÷ control. absolute (default): for treatment alone."),
  level: z
    .enum(["must", "should"])
    .default("must")
    .describe("must (default): failing breaks the experiment. should: failing degrades it."),
  decide: z
    .enum(["interval", "point"])
    .default("interval")
    .describe("interval (default): the whole confidence interval must be inside the bounds. point: the estimate."),
};

export const claimBodySchema = z.strictObject(claimKeys);

/** One entry of a hypothesis: a probe's name with its tolerance and parameters. */
export const claimSchema = z
  .record(z.string(), z.looseObject(claimKeys))
  .describe("A probe by name, with what is claimed of it: - answer-correctness: { atLeast: 0.95, of: control }");
