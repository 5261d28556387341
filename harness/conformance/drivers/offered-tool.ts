import { type ToolSet, tool } from "ai";
import { z } from "zod";
import { madeCall } from "../tool-cases.ts";

/** The tool that drivers offer, in the parts that clients put together each in its own way. */
export const weigh = {
  name: madeCall.name,
  description: "Weighs a parcel.",
  parameters: {
    type: "object" as const,
    properties: { parcel: { type: "string" as const }, grams: { type: "integer" as const } },
    required: ["parcel", "grams"],
    additionalProperties: false,
  },
};
const weighSchema = z.strictObject({ parcel: z.string(), grams: z.int() });

/**
 * Without `execute`: what the model asks for is told, and nothing is run. (The package's types have optional members that are never
 * undefined, which this project's strictness tells apart.)
 */
export const aiTools = {
  [weigh.name]: tool({ description: weigh.description, inputSchema: weighSchema }),
} as unknown as ToolSet;

/** A call as the agent's code gets it: arguments that are text as they are, objects as JSON. */
export const told = (name: unknown, given: unknown): string =>
  `${String(name)}(${typeof given === "string" ? given : JSON.stringify(given)})`;
