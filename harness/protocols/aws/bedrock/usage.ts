import { z } from "zod";
import type { Conversation, ModelTurn, Usage } from "../../../domain/conversation.ts";
import { usageOf } from "../../shared/usage.ts";

export const wireUsage = z.looseObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadInputTokens: z.number().nullish(),
  cacheWriteInputTokens: z.number().nullish(),
});

/** `inputTokens` on this wire are those that no cache had a part in. */
export function usageFrom({
  inputTokens,
  outputTokens,
  cacheReadInputTokens: read,
  cacheWriteInputTokens: written,
}: z.output<typeof wireUsage>): Usage {
  return {
    inputTokens: inputTokens + (read ?? 0) + (written ?? 0),
    outputTokens,
    ...(typeof read === "number" ? { cacheReadTokens: read } : {}),
    ...(typeof written === "number" ? { cacheWriteTokens: written } : {}),
  };
}

/** Input that was neither read from the cache nor written to it. */
export const uncached = ({ inputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 }: Usage): number =>
  inputTokens - cacheReadTokens - cacheWriteTokens;

/** Cache counts are told only for models and requests that cache, and then both (a capture of August 2026). */
export const cacheCounts = ({
  cacheReadTokens: read,
  cacheWriteTokens: written,
}: Usage): { readonly read: number; readonly written: number } | undefined =>
  read === undefined && written === undefined ? undefined : { read: read ?? 0, written: written ?? 0 };

/** Each cache count is told in two spellings. */
export function usageMembers(turn: ModelTurn, conversation: Conversation): Record<string, unknown> {
  if (turn.withoutUsage) return {};
  const usage = usageOf(turn, conversation);
  const { inputTokens, outputTokens } = usage;
  const cache = cacheCounts(usage);
  return {
    usage: {
      ...(cache && {
        cacheReadInputTokenCount: cache.read,
        cacheReadInputTokens: cache.read,
        cacheWriteInputTokenCount: cache.written,
        cacheWriteInputTokens: cache.written,
      }),
      inputTokens: uncached(usage),
      outputTokens,
      serverToolUsage: {},
      totalTokens: inputTokens + outputTokens,
    },
  };
}

/** What the service says that the model took. A stand-in takes no time of its own: about what so many tokens would. */
export const latencyMs = (turn: ModelTurn, conversation: Conversation): number =>
  280 + 14 * usageOf(turn, conversation).outputTokens;
