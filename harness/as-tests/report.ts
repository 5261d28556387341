import * as z from "zod";

const verdict = z.enum(["held", "degraded", "inconclusive", "broken"]);
const finding = z.object({
  code: z.string(),
  title: z.string(),
  severity: z.string(),
  count: z.number(),
  evidence: z.array(z.object({ trial: z.string(), address: z.string().optional(), detail: z.string() })),
  symptoms: z.array(z.object({ code: z.string(), title: z.string(), count: z.number() })),
});
const entry = z.object({
  at: z.number(),
  address: z.string(),
  result: z.string(),
  faults: z.array(z.object({ fault: z.string(), note: z.string() })),
});
const example = z.object({
  trial: z.string(),
  outcome: z.string(),
  controlOutcome: z.string(),
  reasons: z.array(z.string()),
  answer: z.string().optional(),
  error: z.string().optional(),
  timeline: z.array(entry),
});
const experiment = z.object({
  id: z.string(),
  file: z.string(),
  title: z.string(),
  verdict,
  reasons: z.array(z.string()),
  claims: z.array(z.object({ verdict, reason: z.string(), sentence: z.string() })),
  trials: z.object({ planned: z.number(), finished: z.number(), failed: z.number(), exposed: z.number() }),
  injections: z.array(z.object({ id: z.string(), fault: z.string(), fired: z.number(), trials: z.number() })),
  findings: z.array(finding),
  examples: z.array(example),
  reproduce: z.string(),
});

/** What tests look at of the published report.json, schema 1. */
export const testedRun = z.object({
  schema: z.literal(1),
  run: z.string(),
  ended: z.enum(["finished", "aborted", "interrupted", "failed", "cut"]),
  verdict,
  experiments: z.array(experiment),
});

export type TestedRun = z.output<typeof testedRun>;
export type TestedExperiment = TestedRun["experiments"][number];
