import { z } from "zod";
import type { Selector } from "../../domain/experiment.ts";
import { boundaries } from "../../domain/vocabulary.ts";
import { compact } from "../compact.ts";
import { name, text, whereValues } from "./common.ts";
import { triggerSchema } from "./trigger.ts";

const oneOrMore = z
  .union([text, z.array(text).min(1)])
  .transform((written): readonly string[] => (typeof written === "string" ? [written] : written));

const dependencies = (boundary: string) =>
  oneOrMore.optional().describe(`Calls to these ${boundary} dependencies: a name, a list of names, or "*" for all.`);

const severalSelectors =
  "It must be one mapping, not a list. Write { tool: [a, b], operation: [x, y] } for several of one boundary, and one injection for each boundary.";

/** What is written is a list, or one word: what to write instead. */
function otherThanMapping(input: unknown): string | undefined {
  if (Array.isArray(input)) return severalSelectors;
  if (typeof input !== "string") return undefined;
  const boundary = boundaries.find((one) => one === input);
  const instead =
    input === "*" || boundary !== undefined
      ? `{ ${boundary ?? "tool"}: "*" } for every ${boundary ?? "tool"}, and one injection for each boundary`
      : `its boundary too, such as { tool: ${JSON.stringify(input)} }`;
  return `It must be a mapping that names a boundary, not ${JSON.stringify(input)}. Write ${instead}.`;
}

/** Which calls: one boundary with its dependencies, and what else narrows them. */
const selectorSchema = z
  .strictObject(
    {
      model: dependencies("model"),
      embedding: dependencies("embedding"),
      retrieval: dependencies("retrieval"),
      tool: dependencies("tool"),
      memory: dependencies("memory"),
      guardrail: dependencies("guardrail"),
      identity: dependencies("identity"),
      agent: dependencies("agent"),
      operation: oneOrMore
        .optional()
        .describe("Only these operations: a name, a glob such as get_*, or a list of them."),
      where: whereValues.optional().describe("Only calls whose payload has these values, by dotted path."),
    },
    { error: ({ code, input }) => (code === "invalid_type" ? otherThanMapping(input) : undefined) },
  )
  .transform((written, context): Selector => {
    const [boundary, ...more] = boundaries.filter((one) => written[one] !== undefined);
    const names = boundary === undefined ? undefined : written[boundary];
    if (boundary !== undefined && names !== undefined && more.length === 0) {
      return compact({ boundary, dependencies: names, operations: written.operation, where: written.where });
    }
    const message =
      boundary === undefined
        ? `must name one boundary (${boundaries.join(", ")}) and its dependencies, such as { tool: orders }`
        : `must name one boundary only. Write one injection for each of ${[boundary, ...more].join(", ")}`;
    context.issues.push({ code: "custom", input: written, message });
    return z.NEVER;
  });

/** One entry of a method. */
export const injectionSchema = z.strictObject({
  inject: text.describe(
    'The fault, by name: see "brownout list faults". Or the path of a module of your own, relative to this file, that exports one.',
  ),
  id: name.optional().describe("Its name in this method; the fault's name by default."),
  into: selectorSchema.describe("Which calls: { <boundary>: dependency, operation: glob, where: {…} }."),
  via: z
    .literal("context")
    .optional()
    .describe(
      "`context`: says that these dependencies live in the agent's process and are reached through the conversation.",
    ),
  when: triggerSchema
    .default({})
    .describe('When it fires: "always" (default), "never", or conditions that must all hold.'),
  with: z.record(z.string(), z.unknown()).default({}).describe("The fault's parameters."),
});
export type WrittenInjection = z.output<typeof injectionSchema>;

const axis = /^[A-Za-z_][\w-]*$/;
export const matrixSchema = z
  .record(z.string().regex(axis, "must be a name of letters, digits, - and _"), z.array(z.unknown()).min(1))
  .default({})
  .describe(`Values to try, each with each: { delay: [1s, 10s] } is used as ${"$"}{matrix.delay} in the method.`);
