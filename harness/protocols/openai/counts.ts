import type { Usage } from "../../domain/conversation.ts";

type Counts = Pick<Usage, "cacheReadTokens" | "cacheWriteTokens" | "reasoningTokens">;

/** Counts that a server told, without those that are nothing. */
export const counts = (
  given: { readonly [K in keyof Counts]-?: number | null | undefined } | Record<string, unknown>,
): Counts =>
  Object.fromEntries(Object.entries(given).filter(([, count]) => typeof count === "number" && count > 0)) as Counts;
