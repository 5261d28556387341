import { z } from "zod";
import type { Fact } from "../../domain/task.ts";
import { compact } from "../compact.ts";
import { assertionSchema } from "./assertion.ts";
import { name, schemaReference, text } from "./common.ts";

function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern, "i");
    return true;
  } catch {
    return false;
  }
}

const defaultTolerance = 0.005;

const written = text.describe("The answer contains this text; case and white space do not matter.");
const inWords = [
  z.strictObject({ text: text.describe("The answer contains this text.") }),
  z.strictObject({ anyOf: z.array(text).min(1).describe("The answer contains one of these texts.") }),
  z.strictObject({
    matches: text
      .refine(isRegExp, "must be a valid regular expression")
      .describe("The answer matches this regular expression; case does not matter."),
    as: text.optional().describe("What the expression means, in words for reports."),
  }),
] as const;

/** What an answer says in words. */
const wordsSchema = z
  .union([written, ...inWords])
  .transform((said): Fact => (typeof said === "string" ? { text: said } : (compact(said) as Fact)));

/** How an agent says that something is missing. */
export const disclosesSchema = z
  .strictObject({
    doubt: z.array(wordsSchema).min(1).optional().describe("What it says may be wrong, old or unconfirmed."),
    lack: z.array(wordsSchema).min(1).optional().describe("Something could not be done, found or reached."),
    handover: z.array(wordsSchema).min(1).optional().describe("A person takes over."),
  })
  .transform(compact);

/** What an answer contains. */
const factSchema = z
  .union([
    written,
    z.number().describe("The answer contains this number, within 0.005."),
    ...inWords,
    z.strictObject({
      number: z.number().describe("The answer contains this number."),
      tolerance: z.number().min(0).default(defaultTolerance).describe("It may differ by so much; 0.005 by default."),
    }),
  ])
  .transform((said): Fact => {
    if (typeof said === "string") return { text: said };
    return typeof said === "number" ? { number: said, tolerance: defaultTolerance } : (compact(said) as Fact);
  });

const expectationSchema = z.strictObject({
  facts: z.array(factSchema).default([]).describe("What the answer must contain."),
  forbids: z.array(factSchema).default([]).describe("What the answer must not contain."),
  effects: z
    .array(z.looseObject({ kind: text.describe("What was changed: refund, return, …") }))
    .default([])
    .describe("Exactly the changes that the world must have seen, each once; listed fields must match."),
  claims: z
    .array(
      z.strictObject({
        effect: text.describe("The kind of effect that the words claim."),
        when: factSchema.describe("The words by which an answer claims it."),
      }),
    )
    .default([])
    .describe("Words by which an answer claims an effect: claimed and not committed is harmful."),
});

const gradingSchema = {
  assert: z
    .array(assertionSchema)
    .min(1)
    .optional()
    .describe(
      "Assertions of promptfoo as they are written there; promptfoo must be installed. The answer must pass them.",
    ),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("The share of the weighted score of the assertions that is enough. Without it every one must hold."),
  options: z
    .looseObject({ provider: z.unknown().optional().describe("The judge of model-graded assertions.") })
    .optional()
    .describe("Settings of promptfoo for the assertions: provider, rubricPrompt, transform, …"),
};

const furtherInput = z.record(z.string(), z.unknown());

/** What the user says at one turn. */
const turnSchema = z.union([
  text
    .transform((prompt) => ({ prompt, input: undefined, expect: undefined, playbook: undefined }))
    .describe("What the user says."),
  z.strictObject({
    prompt: text.describe("What the user says."),
    input: furtherInput.optional().describe("Further input at this turn, over that of the task."),
    expect: expectationSchema.optional().describe("The ground truth of the answer to this turn."),
    playbook: z.unknown().optional().describe("How the script brain answers this turn."),
  }),
]);

export const taskSchema = z.strictObject({
  id: name.describe("Unique among the tasks of an experiment."),
  tags: z.array(text).default([]).describe("For choosing tasks."),
  prompt: text.optional().describe("What the user says. Either this or `turns`."),
  turns: z
    .array(turnSchema)
    .min(1)
    .optional()
    .describe("What the user says one after the other in one conversation; `expect` is of the answer to the last."),
  input: furtherInput.default({}).describe("Further structured input for the agent."),
  expect: expectationSchema
    .prefault({})
    .describe("The ground truth: at least one fact, forbidden fact or effect, unless `assert` says what is right."),
  ...gradingSchema,
  playbook: z.unknown().optional().describe("How the script brain solves the task."),
});

export const taskFileSchema = z.strictObject({
  $schema: schemaReference,
  tasks: z.array(taskSchema).min(1).describe("The tasks."),
});

const oneOrMore = z
  .union([text, z.array(text).min(1)])
  .transform((written): readonly string[] => (typeof written === "string" ? [written] : written));

export const selectionSchema = z.strictObject({
  from: oneOrMore.describe("Task files: a path or glob relative to this file, or a list of them."),
  tags: z.array(text).optional().describe("Only tasks that carry one of these tags."),
  ids: z.array(text).optional().describe("Only these tasks."),
  limit: z.int().min(1).optional().describe("At most so many, from the top."),
});

const entry = z.union([text, selectionSchema, taskSchema]);
/** Which tasks: a path or glob, a selection, a task written in place, or a list of these. */
export const tasksSchema = z.union([text, selectionSchema, z.array(entry).min(1)]);
