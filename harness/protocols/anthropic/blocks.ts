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
  cache_control: z.unknown().optional(),
});
export type Block = z.output<typeof block>;

export const blocks = z.union([z.string(), z.array(block)]);

/** The prompt up to and including this block is to be cached. */
export const isMarked = ({ cache_control }: { readonly cache_control?: unknown }): boolean =>
  cache_control !== undefined && cache_control !== null;

export const blocksOf = (given: z.output<typeof blocks>): readonly Block[] =>
  typeof given === "string" ? [{ type: "text", text: given, input: undefined, cache_control: undefined }] : given;

/** The text of string or block content. What is no text (images, documents) stands as its type in brackets. */
export const textOf = (
  given: string | readonly { readonly type: string; readonly text?: string | undefined }[] | null | undefined,
): string =>
  typeof given === "string" ? given : (given ?? []).map(({ type, text }) => text ?? `[${type}]`).join("\n");
