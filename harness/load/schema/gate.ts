import { z } from "zod";
import { severities } from "../../domain/judgement.ts";
import { failureModes, riskDimensions } from "../../domain/vocabulary.ts";
import { count, duration, schemaReference, text } from "./common.ts";

const limit = z.int().min(0);
const severity = z.enum(severities).optional().describe("Only this severity and the graver ones.");
const bound = z.union([z.number(), duration], { error: "must be a number, or a duration for what measures time" });
const rate = z.number().gt(0).max(0.5);
const codes = z.array(text).min(1).optional().describe("Only these findings, by code.");

const day = z
  .string()
  .refine(
    (written) => /^\d{4}-\d{2}-\d{2}$/.test(written) && new Date(`${written}T00:00:00Z`).toJSON()?.startsWith(written),
    'must be a day such as "2026-12-31"',
  );

const scopeSchema = z
  .strictObject({
    failureMode: z.enum(failureModes).optional().describe("Of the experiments of this failure mode."),
    dimension: z.enum(riskDimensions).optional().describe("Of the experiments of this risk dimension."),
    dependency: text.optional().describe("Of the pairs in which a fault fired at this dependency."),
    experiment: text.optional().describe("Of this experiment, by its id."),
  })
  .refine(
    (written) => Object.keys(written).length === 1,
    "must name one failureMode, dimension, dependency or experiment",
  );

/** What stands behind the name of a score. */
export const scoreBodySchema = z
  .strictObject({
    atLeast: bound.optional().describe("The whole interval must not be below this."),
    atMost: bound.optional().describe("The whole interval must not be above this."),
    minus: z.literal("control").optional().describe("control: the figure is treatment − control, not treatment alone."),
    in: scopeSchema.optional().describe("What it is a score of; the whole run if absent."),
  })
  .refine(
    (written) => written.atLeast !== undefined || written.atMost !== undefined,
    'must have "atLeast" or "atMost"',
  );

/** What stands behind the name of a score that is compared with the baseline. */
export const lossBodySchema = z.strictObject({
  worseBy: z
    .union([z.number().nonnegative(), duration], {
      error: "must be a number from 0, or a duration for what measures time",
    })
    .describe("How much worse it may be than in the baseline, in its own unit."),
  certain: z
    .boolean()
    .default(true)
    .describe("true (default): the interval must rule a greater loss out. false: it is enough that none is shown."),
  experiment: text.optional().describe("Of this experiment, by its id; of the whole run if absent."),
});

const scores = z.array(z.record(z.string(), z.unknown())).min(1);

export const gateSchema = z.strictObject({
  $schema: schemaReference,
  experiments: z
    .strictObject({
      broken: limit.optional().describe("So many may be broken; not asked if absent."),
      inconclusive: limit
        .optional()
        .describe("So many may stay undecided; if absent each may yet be what the others limit."),
      degraded: limit.optional().describe("So many may be degraded; not asked if absent."),
    })
    .refine((written) => Object.keys(written).length > 0, 'must have "broken", "inconclusive" or "degraded"')
    .optional()
    .describe("How many experiments may come to which verdict."),
  scores: scores.optional().describe("Bounds on scores: - answer-correctness: { atLeast: 0.9 }"),
  findings: z
    .array(
      z.strictObject({ atMost: limit.describe("So many findings; one is a code in an experiment."), severity, codes }),
    )
    .min(1)
    .optional()
    .describe("How many findings there may be: - { severity: high, atMost: 0 }"),
  baseline: z
    .strictObject({
      file: text.describe('The file that "brownout baseline accept" wrote, relative to this one.'),
      findings: z
        .strictObject({
          new: limit.optional().describe("So many findings that the baseline does not have."),
          worse: limit.optional().describe("So many that show more often, or are graver, than in the baseline."),
          severity,
        })
        .optional()
        .describe("How many findings may be new or worse."),
      scores: scores.optional().describe("How much worse scores may be: - answer-correctness: { worseBy: 0.05 }"),
    })
    .optional()
    .describe("Comparison with an earlier run that was accepted."),
  pairs: count.optional().describe("Pairs in which each experiment's fault must have fired; fewer are too few."),
  flaky: limit.optional().describe("So many trials may end otherwise when they are run again with the same seed."),
  stopping: z
    .strictObject({
      repeats: count.describe("Repeats of each experiment at the most, in place of its own."),
      falseBlock: rate.default(0.05).describe("The greatest chance of blocking what is good enough; 0.05 by default."),
      falsePass: rate.default(0.05).describe("The greatest chance of passing what is too bad; 0.05 by default."),
    })
    .optional()
    .describe("Run in rounds, and stop as soon as the evidence decides."),
  waivers: z
    .array(
      z.strictObject({
        code: text.describe('The finding\'s code, or "broken": that the experiment is broken.'),
        experiment: text.default("*").describe("Id of an experiment, or a glob over ids; all by default."),
        owner: text.describe("Who answers for it."),
        reason: text.describe("Why it may stay for now."),
        expires: day.describe("The last day on which it holds, in UTC."),
      }),
    )
    .default([])
    .describe("What does not count, until a day."),
});
