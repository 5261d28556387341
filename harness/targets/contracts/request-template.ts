import { z } from "zod";
import { placeholders } from "../value-at.ts";

const roots = ["id", "prompt", "input", "session"];

/** The setting for what is sent: any JSON with placeholders. @param usual what is sent where nothing is said. */
export const requestTemplate = (usual: Record<string, unknown>) =>
  z
    .record(z.string(), z.unknown())
    .refine(
      (template) => placeholders(template).every((path) => roots.includes(path.split(".")[0] ?? "")),
      "may have the placeholders {{id}}, {{prompt}}, {{session}}, {{input}} and {{input.key}} only",
    )
    .refine((template) => placeholders(template).includes("prompt"), "must have the placeholder {{prompt}} somewhere")
    .default(usual)
    .describe("What is sent, with placeholders: {{prompt}}, {{id}}, {{session}}, {{input}}, {{input.key}}.");

/** The setting for where the answer stands. */
export const answerPath = z
  .string()
  .min(1)
  .optional()
  .describe("Where the text stands in the answer, as a dotted path such as choices.0.text; -1 is the last of a list.");
