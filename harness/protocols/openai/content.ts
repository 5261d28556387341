import { z } from "zod";

/** A content part of either endpoint. What is no text (images, files) stands as its type in brackets. */
const part = z.object({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() });

export const content = z.union([z.string(), z.array(part)]);

/** The text of string or part-array content. */
export const textOf = (value: z.output<typeof content> | null | undefined): string =>
  typeof value === "object" && value !== null
    ? value.map(({ type, text, refusal }) => text ?? refusal ?? `[${type}]`).join("\n")
    : (value ?? "");
