import { z } from "zod";
import type { Trigger } from "../../domain/experiment.ts";
import { compact } from "../compact.ts";
import { count, duration, name, share, span, whereValues } from "./common.ts";

const parts = z.strictObject({
  nth: z
    .union([count, z.array(count).min(1)])
    .optional()
    .describe("Only the nth matching call of a trial, from 1; a number or a list. Attempts count as calls."),
  every: count.optional().describe("Every kth matching call."),
  first: count.optional().describe("Only the first n matching calls."),
  afterFirst: z.int().min(0).optional().describe("Only once n matching calls have passed unharmed."),
  probability: share.optional().describe("Chance from 0 to 1, decided by the seed and the call's address."),
  window: z
    .strictObject({
      from: duration.default(0).describe("Trial time at which it begins."),
      to: duration.describe("Trial time at which it ends."),
    })
    .refine((window) => window.from < window.to, { error: 'must end after it begins: "from" is not before "to"' })
    .optional()
    .describe("Only in this part of the trial: { from: 0s, to: 30s }."),
  duty: z
    .strictObject({ on: span.describe("How long it is on."), off: span.describe("How long it is then off.") })
    .optional()
    .describe("Flapping: on, then off, again and again from the start of the trial."),
  ramp: z
    .strictObject({
      from: share.default(0).describe("Probability at the start of the trial."),
      to: share.default(1).describe("Probability at the end of the ramp, and after it."),
      over: span.describe("How long the ramp takes."),
    })
    .optional()
    .describe("A probability that goes from one value to another over trial time."),
  where: whereValues.optional().describe("Only calls with these values, by dotted path."),
  after: z
    .union([
      name.transform((injection): { injection: string; within?: number | undefined } => ({ injection })),
      z.strictObject({
        injection: name.describe("Id of another injection of this method."),
        within: span.optional().describe("How long after it at the most."),
      }),
    ])
    .optional()
    .describe("Only after another injection has fired: its id, or { injection, within }."),
});

/** When a fault fires. Every part that is given must agree. */
export const triggerSchema = z.union([z.enum(["always", "never"]), parts]).transform((written): Trigger => {
  if (written === "always") return {};
  if (written === "never") return { never: true };
  const { nth, after, ...rest } = written;
  return compact({
    ...rest,
    nth: nth === undefined ? undefined : typeof nth === "number" ? [nth] : nth,
    after: after === undefined ? undefined : compact(after),
  });
});
