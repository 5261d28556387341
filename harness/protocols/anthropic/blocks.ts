import { z } from "zod";

const inner = z.looseObject({ type: z.string(), text: z.string().optional() });

/** A content block of a request. Which members it has depends on its type. */
const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  tool_use_id: z.string().optional(),
  content: z.union([z.string(), z.array(inner)]).nullish(),
  is_error: z.boolean().nullish(),
});
export type Block = z.output<typeof block>;

export const blocks = z.union([z.string(), z.array(block)]);

export const blocksOf = (given: z.output<typeof blocks>): readonly Block[] =>
  typeof given === "string" ? [{ type: "text", text: given, input: undefined }] : given;

/** The text of string or block content. What is no text (images, documents) stands as its type in brackets. */
export const textOf = (
  given: string | readonly { readonly type: string; readonly text?: string | undefined }[] | null | undefined,
): string =>
  typeof given === "string" ? given : (given ?? []).map(({ type, text }) => text ?? `[${type}]`).join("\n");
