import * as z from "zod";
import { findingStandings, type GateDecision, gateStandings } from "../../harness/domain/gate.ts";
import { severities } from "../../harness/domain/judgement.ts";
import { count, estimate } from "./json-schema-parts.ts";

const standing = z.enum(gateStandings);
const place = z.string().describe("`file:line:column` in the policy.");
const seen = z.object({ count, pairs: count }).describe("Pairs that show it, and pairs in which the fault fired.");

const criterion = z.object({
  asked: z.string(),
  standing,
  found: z.string(),
  estimate: estimate.exactOptional(),
  next: z.string().exactOptional(),
  repeats: count.exactOptional().describe("About how many more repeats would decide it."),
  final: z.boolean().exactOptional().describe("Of a gate in rounds: whether more repeats could change it."),
  at: place.exactOptional(),
});

const finding = z.object({
  code: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  experiment: z.string(),
  target: z.string(),
  standing: z.enum(findingStandings).describe("Against the baseline; `seen` where there is none."),
  now: seen.exactOptional(),
  before: seen.exactOptional(),
  words: z.string(),
  waived: z.object({ owner: z.string(), reason: z.string(), expires: z.string() }).exactOptional(),
});

const waiver = z.object({
  code: z.string(),
  experiment: z.string(),
  owner: z.string(),
  reason: z.string(),
  expires: z.string(),
  at: place,
});

/** What a gate decided, as it is kept beside a journal and published with a report. */
export const gateDecision = z
  .object({
    standing,
    policy: z.string(),
    criteria: z.array(criterion),
    findings: z.array(finding),
    waivers: z.array(z.object({ waiver, standing: z.enum(["used", "expired", "unused"]), words: z.string() })),
    flaky: z.array(z.object({ experiment: z.string(), pair: z.string(), outcomes: z.array(z.string()) })),
    baseline: z.object({ file: z.string(), run: z.string(), apart: z.array(z.string()) }).exactOptional(),
    stopping: z
      .object({
        repeats: count,
        falseBlock: z.number(),
        falsePass: z.number(),
        rounds: count,
        pairs: count,
        planned: count,
        why: z.string(),
      })
      .exactOptional(),
    next: z.string(),
  })
  .describe("What a gate made of the run; left out where none was asked.") satisfies z.ZodType<GateDecision>;
