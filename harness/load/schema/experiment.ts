import { z } from "zod";
import type { AbortCondition } from "../../domain/experiment.ts";
import { failureModes, outcomes, riskDimensions } from "../../domain/vocabulary.ts";
import { compact } from "../compact.ts";
import { count, duration, schemaReference, share, span, text } from "./common.ts";
import { claimSchema } from "./hypothesis.ts";
import { injectionSchema, matrixSchema } from "./method.ts";
import { brainSchema, mapReference } from "./target.ts";
import { tasksSchema } from "./task.ts";

const abortSchema = z
  .union([
    z.strictObject({
      outcome: z.enum(outcomes).describe("The outcome that is counted."),
      count: count.describe("Stop at so many of them."),
    }),
    z.strictObject({
      outcome: z.enum(outcomes).describe("The outcome whose share is watched."),
      share: share.describe("Stop above this share of the treatment trials."),
      after: count.default(10).describe("But not before so many trials; 10 by default."),
    }),
    z.strictObject({ wallTime: span.describe("Stop after so much real time.") }),
  ])
  .transform((written): AbortCondition => written);

const repeats = count.describe("How often each task is performed in each arm.");
const seed = z.union([z.string(), z.number()]).transform(String).describe("Every decision of chance follows from it.");
const tags = z.array(text).default([]).describe("For choosing experiments in suites and on the command line.");

const blastRadiusSchema = z
  .strictObject({
    maxTrials: count.default(2000).describe("The experiment is refused if it would run more trials."),
    maxFaultsPerTrial: count.default(1000).describe("Faults stop firing in a trial after so many."),
    dependencies: z.array(text).optional().describe("Only these dependencies may be touched."),
  })
  .transform((written) => compact(written));

/** The keys that can be checked by themselves. */
const headShape = {
  $schema: schemaReference,
  title: text.describe("What is claimed, in one line."),
  question: text.describe("What the experiment asks, in plain words."),
  tags,
  failureMode: z.enum(failureModes).describe("Which of the five ways of failing it is about."),
  dimension: z.enum(riskDimensions).describe("Which of the seven risk dimensions it is about."),
  target: z
    .union([text, z.array(text).min(1)])
    .describe("The agent under test: a target file, relative to this file; or a list of them, to ask each the same."),
  brain: brainSchema.optional().describe("What answers in the model's place, instead of the target's own choice."),
  matrix: matrixSchema,
  repeats: repeats.default(5),
  seed: seed.default("1"),
  deadline: span.default(60_000).describe("How long one task may take, on the target's clock."),
  blastRadius: blastRadiusSchema
    .default({ maxTrials: 2000, maxFaultsPerTrial: 1000 })
    .describe("How much the experiment may touch at the most."),
  abortWhen: z.array(abortSchema).default([]).describe("Stop the experiment early when one of these holds."),
};

const wait = duration.describe(
  "How long after the rest is over, on the target's clock: what it is allowed for recovery; 0s = at once.",
);

/** The keys that need other files, or the registry, to be checked. */
const resolvedShape = {
  systemMap: mapReference.optional().describe("What the target depends on, instead of the target's own map."),
  tasks: tasksSchema.describe(
    "What the agent is asked: a path or glob, a selection { from, tags, ids, limit }, or tasks written here.",
  ),
  bystanders: tasksSchema.optional().describe("Tasks performed at the same time that the fault should not touch."),
  afterwards: z
    .strictObject({
      tasks: tasksSchema.describe("What is asked then; the tasks of the experiment may be among them."),
      wait,
    })
    .optional()
    .describe(
      "Tasks asked one after the other when every fault is off again, in the same conversation where the target has one: what is wrong then was left behind.",
    ),
  hypothesis: z.array(claimSchema).min(1).describe("What is claimed to hold: a list of probes with tolerances."),
  method: z.array(injectionSchema).min(1).describe("What is broken: a list of injections."),
};

export const experimentSchema = z.strictObject({ ...headShape, ...resolvedShape });
/** An experiment as it is written. */
export type ExperimentInput = z.input<typeof experimentSchema>;

const later = z.unknown().optional();
export const headSchema = z.strictObject({
  ...headShape,
  systemMap: later.describe("What the target depends on, instead of the target's own map."),
  tasks: later,
  bystanders: later,
  afterwards: z.strictObject({ tasks: later, wait }).optional(),
  hypothesis: later,
  method: later,
});
export type ExperimentHead = z.output<typeof headSchema>;

export const suiteSchema = z.strictObject({
  $schema: schemaReference,
  title: text.describe("The suite's name."),
  experiments: z.array(text).min(1).describe("Experiment files: paths, folders or globs, relative to this file."),
  tags: z.array(text).optional().describe("Only experiments that carry one of these tags."),
  select: z
    .strictObject({
      dimensions: z.array(z.enum(riskDimensions)).min(1).optional().describe("Only these risk dimensions."),
      failureModes: z.array(z.enum(failureModes)).min(1).optional().describe("Only these failure modes."),
      dependencies: z.array(text).min(1).optional().describe("Only experiments that break one of these dependencies."),
    })
    .optional()
    .describe("Only experiments that fit each of these."),
  budget: z
    .strictObject({
      wallTime: span.optional().describe("Real time."),
      trials: count.optional().describe("Trials, both arms."),
      tokens: count.optional().describe("Tokens of all model and embedding calls, in and out."),
      money: z
        .number()
        .positive()
        .optional()
        .describe("By the prices in the system map, which every model and embedder must have, in their currency."),
    })
    .refine((written) => Object.keys(written).length > 0, "must limit wallTime, trials, tokens or money")
    .optional()
    .describe("What a run may spend; one that would spend more stops, and is not whole."),
  repeats: repeats.optional(),
  seed: seed.optional(),
  target: z
    .union([text, z.array(text).min(1)])
    .optional()
    .describe("Run every experiment against this target, or each of these, instead of its own."),
  concurrency: count.optional().describe("How many trials run at once."),
});
