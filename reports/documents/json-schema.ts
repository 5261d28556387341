import * as z from "zod";
import { severities } from "../../harness/domain/judgement.ts";
import { failureModes, riskDimensions, verdicts } from "../../harness/domain/vocabulary.ts";
import { gateDecision } from "./json-schema-gate.ts";
import {
  blastRadius,
  change,
  count,
  estimate,
  evidence,
  outcome,
  outcomeCounts,
  scope,
  scoring,
  singlePoint,
  touched,
} from "./json-schema-parts.ts";
import { timelineEntry } from "./timeline-entries.ts";

const verdict = z.enum(verdicts);

const claim = z.object({
  probe: z.string(),
  params: z.unknown().optional(),
  of: z.enum(["control", "absolute"]),
  level: z.enum(["must", "should"]),
  decide: z.enum(["interval", "point"]),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  verdict,
  reason: z.string(),
  sentence: z.string().describe("Claim, measurement and reason in words."),
  estimate: estimate.optional(),
  control: estimate.optional(),
  needs: z.number().optional().describe("How many more trials of each arm would decide it."),
  repeats: z.number().optional().describe("How many more repeats give as many."),
});

const finding = z.object({
  number: z.int().positive().describe("Under which `brownout explain` knows it; the same code has the same in a run."),
  code: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  failureMode: z.enum(failureModes),
  dimension: z.enum(riskDimensions),
  count,
  evidence: z.array(z.object({ trial: z.string(), address: z.string().optional(), detail: z.string() })),
  cost: z.string().describe("What it costs in production."),
  advice: z.string().describe("How to mend it."),
  symptoms: z
    .array(z.object({ code: z.string(), title: z.string(), count }))
    .describe("Findings that this one explains; they are not told as weaknesses of their own."),
});

const pageVisit = z.object({
  asked: z.number().describe("Trial time in ms, as all times here."),
  firstText: z.number().optional().describe("When the first words of an answer stood there."),
  settled: z.number().describe("When the page last changed before it was left."),
  answers: z.array(z.string()),
  errors: z.array(z.string()),
  questions: count.optional().describe("How often the question stood there."),
  busy: z.boolean().describe("It still said that it was at work."),
  screenshot: z.string().optional().describe("In the run's folder."),
});

const example = z.object({
  trial: z.string(),
  control: z.string(),
  task: z.string(),
  outcome,
  controlOutcome: outcome,
  reasons: z.array(z.string()),
  silent: z.boolean(),
  disclosed: z.boolean(),
  end: z.string(),
  turns: z
    .array(z.object({ at: z.number(), prompt: z.string(), answer: z.string() }))
    .optional()
    .describe("The turns before the last that were answered; left out for tasks of one turn."),
  answer: z.string().optional(),
  controlAnswer: z.string().optional(),
  error: z.string().optional(),
  page: z
    .object({ treatment: pageVisit, control: pageVisit.optional() })
    .optional()
    .describe("What a person saw; left out for targets without a page."),
  effects: z.array(z.record(z.string(), z.unknown())),
  bystanders: z.array(z.object({ task: z.string(), outcome, reasons: z.array(z.string()) })),
  afterwards: z
    .array(z.object({ task: z.string(), outcome, reasons: z.array(z.string()) }))
    .describe("Tasks asked when the faults were off again."),
  partsFromControl: z
    .object({ index: count, treatment: z.string().optional(), control: z.string().optional() })
    .optional()
    .describe("The first call whose address differs from control's; left out when the calls are the same."),
  divergence: z
    .object({
      parted: z.object({ task: z.string(), address: z.string(), change }).optional(),
      rejoined: z.object({ task: z.string(), address: z.string() }).optional(),
      faulted: z.array(z.string()),
      beyond: z.array(z.object(touched)),
      bystanders: z.array(z.string()),
      afterwards: z.array(z.string()),
      late: z.boolean(),
      answerChanged: z.boolean(),
      effectsChanged: z.boolean(),
    })
    .describe(
      "What the fault reached in this trial; the first call that asked or got something else, also at the same address.",
    ),
  timeline: z.array(timelineEntry),
  entriesLeftOut: count.describe("Timeline entries beyond those that are carried."),
});

const experiment = z.object({
  id: z.string(),
  file: z.string(),
  title: z.string(),
  question: z.string(),
  tags: z.array(z.string()),
  failureMode: z.enum(failureModes),
  dimension: z.enum(riskDimensions),
  target: z.object({
    name: z.string(),
    file: z.string(),
    kind: z.string(),
    route: z
      .enum(["in-process", "gateway"])
      .optional()
      .describe("Where its calls were taken; that of the run is its modules'."),
  }),
  brain: z.object({ kind: z.string(), persona: z.string().optional() }).describe("What answered in the model's place."),
  seed: z.string(),
  repeats: z.number(),
  verdict,
  reasons: z.array(z.string()),
  claims: z.array(claim),
  ...scoring,
  outcomes: z.object({ control: outcomeCounts, treatment: outcomeCounts }),
  injections: z.array(
    z.object({
      id: z.string(),
      fault: z.string(),
      planned: z.string().describe("Fault, selector and trigger in words."),
      fired: count,
      trials: count,
    }),
  ),
  trials: z.object({ planned: count, finished: count, failed: count, exposed: count }),
  findings: z.array(finding),
  evidence: z.array(evidence),
  blastRadius,
  attempts: z
    .object({ calls: count, fewest: count, most: count, gaps: z.array(z.number()).describe("Median waits, ms.") })
    .optional()
    .describe("Attempts at the calls that a fault met; left out when none did."),
  examples: z.array(example),
  escaped: z.array(z.string()),
  reproduce: z.string().describe("The command that runs the worst trial alone."),
});

/** The published report, version 1. Fields may be added within a version; a change of meaning makes a new one. */
export const brownoutReport = z
  .object({
    schema: z.literal(1),
    run: z.string(),
    startedAt: z.string(),
    brownout: z.string().describe("Version of the program."),
    route: z.enum(["in-process", "gateway"]),
    command: z.array(z.string()),
    ended: z.enum(["finished", "aborted", "interrupted", "failed", "cut"]),
    verdict,
    digest: z.string(),
    warnings: z.array(z.string()),
    totals: z.object({
      experiments: count,
      verdicts: z.record(verdict, count),
      trials: z.object({ planned: count, finished: count, failed: count, exposed: count }),
    }),
    experiments: z.array(experiment),
    scopes: z.array(scope).describe("The whole run first, then failure modes, dimensions and faulted dependencies."),
    singlePoints: z.array(singlePoint),
    comparisons: z
      .array(z.object({ title: z.string(), file: z.string(), experiments: z.array(z.string()) }))
      .describe("Experiments that were asked of several targets, with the ids of their results."),
    gate: gateDecision.optional(),
  })
  .meta({ title: "Brownout report", description: "One run of Brownout, judged and scored." });
export type BrownoutReport = z.infer<typeof brownoutReport>;

/** The JSON Schema (draft 2020-12) of the published report. */
export const reportJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(brownoutReport) as Record<string, unknown>;
