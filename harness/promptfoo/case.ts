import { z } from "zod";

const words = z.string().trim().min(1);
/** promptfoo shows an absent variable as an empty cell of a CSV file: both mean that it was not given. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());

/** The variables of one promptfoo test. Others are left alone: they may serve the test's own assertions. */
export const varsSchema = z.object({
  task: words.describe("id of a task"),
  fault: words.describe("name of a fault, or none"),
  into: optional(words).describe("dependency, or dependency.operation"),
  with: optional(z.record(z.string(), z.unknown())).describe("parameters of the fault"),
  when: optional(z.union([z.string(), z.record(z.string(), z.unknown())])).describe("trigger"),
});

/** The provider's `config` in promptfooconfig.yaml. */
export const configSchema = z.strictObject({
  target: words.describe("target file, relative to the config file"),
  tasks: words.describe("task file, relative to the config file"),
  seed: z.union([z.string(), z.number()]).transform(String).default("7"),
  route: z.enum(["in-process", "gateway"]).default("in-process"),
  out: words.default("reports/runs/promptfoo").describe("where experiments and journals are kept"),
});

/** One question to put: a task, and what is broken while the agent works on it. Paths are absolute. */
export interface Case {
  readonly target: string;
  readonly tasks: string;
  readonly out: string;
  readonly seed: string;
  readonly route: "in-process" | "gateway";
  readonly task: string;
  /** Asked in place of the task's own words. */
  readonly prompt?: string;
  /** Absent = nothing is broken. */
  readonly injection?: {
    readonly fault: string;
    readonly into: string;
    readonly with: Readonly<Record<string, unknown>>;
    readonly when?: unknown;
  };
}

/** What became of it. Plain data: it crosses a process boundary and ends in promptfoo's results. */
export const caseResultSchema = z.object({
  question: z.string(),
  answer: z.string(),
  /** One of the project's outcomes; control's beside it. */
  outcome: z.string(),
  controlOutcome: z.string(),
  reasons: z.array(z.string()),
  /** Why nothing can be concluded; empty if something can. */
  doubts: z.array(z.string()),
  silent: z.boolean(),
  /** Shares from 0 to 1, by name. */
  scores: z.record(z.string(), z.number()),
  /** What is no share: ratios, milliseconds, counts. */
  measurements: z.record(z.string(), z.number()),
  timeline: z.string(),
  /** Folder with the journal, and the command that runs the pair alone. */
  journal: z.string(),
  reproduce: z.string(),
  /** Milliseconds to the end of the performance, on the target's clock. */
  took: z.number(),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number(), modelCalls: z.number() }),
});
export type CaseResult = z.infer<typeof caseResultSchema>;
