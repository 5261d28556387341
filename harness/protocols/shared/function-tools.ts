import { z } from "zod";
import type { ToolSpec } from "../../domain/conversation.ts";

/** A tool of the kind that most wires have: `{"type": "function", "function": {…}}`. Those of other kinds are the provider's own. */
export const functionTool = z.looseObject({
  function: z
    .looseObject({ name: z.string(), description: z.string().nullish(), parameters: z.unknown().optional() })
    .optional(),
});

export const functionSpecs = (tools: readonly z.output<typeof functionTool>[] | null | undefined): ToolSpec[] =>
  (tools ?? []).flatMap(({ function: given }) => (given ? [toolSpec(given)] : []));

export const toolSpec = ({
  name,
  description,
  parameters,
}: {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly parameters?: unknown;
}): ToolSpec => ({
  name,
  ...(typeof description === "string" ? { description } : {}),
  ...(parameters === undefined || parameters === null ? {} : { parameters }),
});
