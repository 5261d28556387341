import * as z from "zod";
import { conclusions, evidenceIds } from "../../harness/domain/evidence.ts";
import { latencyQuantiles, scopeKinds } from "../../harness/domain/scores.ts";
import { boundaries, outcomes } from "../../harness/domain/vocabulary.ts";

/** Parts of the published report that several places share, or that are long. */

export const outcome = z.enum(outcomes);
export const count = z.int().nonnegative();
export const outcomeCounts = z.record(outcome, count);

export const estimate = z
  .object({
    value: z.number(),
    low: z.number(),
    high: z.number(),
    n: z.int().positive(),
    confidence: z.number(),
    method: z.enum(["wilson", "bootstrap", "order-statistic"]),
  })
  .describe("A figure with what it rests on. A figure without trials is left out.");

export const scoring = {
  scores: z.array(
    z.object({
      probe: z.string(),
      treatment: estimate.optional(),
      control: estimate.optional(),
      difference: estimate.optional().describe("Treatment − control over the pairs that have both."),
    }),
  ),
  latency: z.array(
    z.object({
      quantile: z.enum(latencyQuantiles),
      treatment: estimate.optional(),
      control: estimate.optional(),
    }),
  ),
  passK: z
    .array(z.object({ k: z.int().positive(), treatment: estimate.optional(), control: estimate.optional() }))
    .describe("The chance that k trials of one task all come out correct, over tasks."),
  recovery: estimate.optional().describe("Median ms from the end of the fault to the first good call."),
};

export const evidence = z
  .object({
    id: z.enum(evidenceIds),
    name: z.string(),
    about: z.string().describe("A dependency, an operation, answer or task."),
    conclusion: z.enum(conclusions),
    reason: z.string(),
    counts: z.record(z.enum(conclusions), count).describe("Trials by what they showed."),
    figures: z.record(
      z.string(),
      z.object({ n: count, mean: z.number(), sd: z.number(), min: z.number(), max: z.number() }),
    ),
    examples: z.array(
      z.object({
        trial: z.string(),
        conclusion: z.enum(conclusions),
        reason: z.string(),
        saw: z.array(
          z.object({
            address: z.string().optional(),
            t: z.number(),
            arm: z.enum(["control", "treatment"]).optional(),
            what: z.string(),
          }),
        ),
        figures: z.record(z.string(), z.number()),
      }),
    ),
  })
  .describe("What the evidence detectors concluded of one mitigation at one place.");

export const touched = { dependency: z.string(), extra: count, missing: count, changed: count };
export const change = z.enum(["same", "request", "reply", "extra", "missing"]);

export const blastRadius = z
  .object({
    pairs: count.describe("Pairs in which a fault fired."),
    parted: count,
    where: z.array(z.object({ address: z.string(), change, pairs: count })),
    faulted: z.array(z.string()),
    beyond: z.array(z.object({ ...touched, pairs: count })).describe("Touched where no fault fired."),
    bystanders: z.array(z.object({ task: z.string(), pairs: count })),
    afterwards: z.array(z.object({ task: z.string(), pairs: count })).describe("Asked when the faults were off again."),
    rejoined: count,
    late: count,
    answerChanged: count,
    effectsChanged: count,
    outcomeChanged: count,
  })
  .describe("What the faults reached, beside the same trials without them.");

export const scope = z.object({
  kind: z.enum(scopeKinds),
  name: z.string(),
  experiments: z.array(z.string()),
  pairs: count,
  outcomes: z.object({ control: outcomeCounts, treatment: outcomeCounts }),
  ...scoring,
});

export const singlePoint = z
  .object({
    target: z.string(),
    dependency: z.string(),
    boundary: z.enum(boundaries),
    standing: z.enum(["fails-tasks", "survived", "untested"]),
    reason: z.string(),
    experiments: z.array(z.string()),
    tasks: count,
    failing: z.array(z.string()),
    failed: estimate.optional(),
    pairs: count,
    outcomes: outcomeCounts,
  })
  .describe("What becomes of tasks when one dependency is away, and nothing else.");
