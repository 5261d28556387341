import { z } from "zod";
import { bareDuration } from "../../domain/duration.ts";
import { gamedayRoles, type LoadShape, longestLife } from "../../domain/gameday.ts";
import { liveMetrics } from "../../domain/live-bound.ts";
import { count, duration, schemaReference, share, span, text } from "./common.ts";
import { injectionSchema } from "./method.ts";
import { brainSchema, mapReference } from "./target.ts";
import { tasksSchema } from "./task.ts";

const startError = ({ input }: { readonly input?: unknown }): string => {
  const unit = typeof input === "number" ? bareDuration(input) : undefined;
  return unit === undefined
    ? 'must be "operator", or how long after the beginning of its phase, such as "0s", "20s" or "2m"'
    : `${unit} It is armed so long after its phase began, or with "operator" when somebody says so.`;
};

/** What is known of an injection of a game day beyond what an experiment says of one. */
export const liveKeys = {
  starts: z
    .union([z.literal("operator"), duration], { error: startError })
    .default("operator")
    .describe(
      'When it is armed: so long after the phase began, or when an operator says so ("operator", the default).',
    ),
  share: share.gt(0, "must be more than 0").default(1).describe("Share of the matching calls; 1 by default."),
  cap: count.default(1000).describe("How often it may fire; 1000 by default."),
  for: span
    .refine((ms) => ms <= longestLife, "must be at most 24h: a fault that is forgotten must end")
    .default(60_000)
    .describe("Its time to live, 24h at most: then it is disarmed, whatever happens. 1m by default."),
  headers: z
    .record(z.string().toLowerCase(), text)
    .optional()
    .describe("Only calls whose request has these headers, by value or glob: a session, a tenant."),
};
export const plannedSchema = z.strictObject({ ...injectionSchema.shape, ...liveKeys });

const boundBody = z
  .strictObject({
    of: text.optional().describe("The dependency whose calls are looked at; absent = the agent's answers."),
    atMost: z
      .union([z.number().min(0), duration], { error: "must be a number from 0, or a duration for latencies" })
      .describe("The figure must not be above this: a share, a count, or a duration for latencies."),
    over: span.default(30_000).describe("The sliding window that is looked at; 30s by default."),
    min: count.default(10).describe("With fewer observations it cannot tell; 10 by default."),
  })
  .describe("The figure of a sliding window, and what it must not be above.");
export const boundSchema = z
  .strictObject(Object.fromEntries(liveMetrics.map((metric) => [metric, boundBody.optional()])))
  .refine((written) => Object.keys(written).length === 1, `must name one of ${liveMetrics.join(", ")}`)
  .describe("One figure by name, with its bound.");

const perSecond = z.number().min(0).max(10_000);
const rateSchema = z
  .union([
    perSecond.describe("So many requests a second."),
    z.strictObject({
      from: perSecond.default(0).describe("Requests a second at the start."),
      to: perSecond.describe("Requests a second at the end of the ramp, and after it."),
      over: span.describe("How long the ramp takes."),
    }),
    z.strictObject({
      rate: perSecond.describe("Requests a second outside of the spike."),
      peak: perSecond.describe("Requests a second in the spike."),
      after: duration.describe("When the spike begins."),
      lasts: span.describe("How long it lasts."),
    }),
  ])
  .transform((written): LoadShape => {
    if (typeof written === "number") return { kind: "constant", rate: written };
    return "to" in written ? { kind: "ramp", ...written } : { kind: "spike", ...written };
  });

const trafficShape = {
  rate: rateSchema.describe("How many requests a second, whatever the agent makes of them: a number, a ramp, a spike."),
  deadline: span.default(60_000).describe("How long one task may take; 1m by default."),
};

const phaseShape = {
  name: text.describe("What the phase is called."),
  expect: text.optional().describe("What is thought to happen, in words."),
  for: span
    .optional()
    .describe(
      "How long it lasts; absent = until an operator says so. Where people lead, the last one waits for them too.",
    ),
  injections: z.array(plannedSchema).default([]).describe("What is broken in this phase."),
};

const person = z.strictObject({
  name: text.describe("The name under which the person acts."),
  role: z.enum(gamedayRoles).describe("lead and operator steer; scribe and observer watch and annotate."),
});

const headShape = {
  $schema: schemaReference,
  title: text.describe("What the game day is about, in one line."),
  seed: z
    .union([z.string(), z.number()])
    .transform(String)
    .default("1")
    .describe("Every decision of chance follows from it."),
  target: text.describe("The agent under test: a target file, relative to this file."),
  brain: brainSchema.optional().describe("What answers in the model's place, instead of the target's own choice."),
  hypotheses: z.array(text).default([]).describe("What is thought to hold, in words."),
  people: z.array(person).default([]).describe("Who takes part, and as what."),
  phases: z.array(z.strictObject(phaseShape)).min(1).describe("What happens, one after the other."),
  atHand: z
    .array(plannedSchema.omit({ starts: true }))
    .default([])
    .describe("Injections that may be armed by hand at any time."),
  steadyState: z.array(boundSchema).default([]).describe("What should hold all the time."),
  abortWhen: z.array(boundSchema).default([]).describe("All faults go off when one of these is exceeded."),
  approvals: z
    .int()
    .min(0)
    .max(20)
    .optional()
    .describe("How many people must agree before the first fault; 2 for a target that is not local."),
  checklist: z.array(text).default([]).describe("What is to be done before, one by one."),
  playbooks: z
    .record(z.string(), text)
    .default({})
    .describe("What to do, by the code of a finding or the name of a phase."),
};

export const gamedaySchema = z.strictObject({
  ...headShape,
  systemMap: mapReference.optional().describe("What the target depends on, instead of the target's own map."),
  traffic: z
    .strictObject({ ...trafficShape, tasks: tasksSchema.describe("What the agent is asked, in turn.") })
    .optional()
    .describe("Synthetic load; absent = the users' own: whoever calls."),
});

const later = z.unknown().optional();
export const gamedayHeadSchema = z.strictObject({
  ...headShape,
  systemMap: later,
  traffic: z.strictObject({ ...trafficShape, tasks: later }).optional(),
});
