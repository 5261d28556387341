import type { Usage } from "./conversation.ts";
import type { Dependency } from "./system-map.ts";

const million = 1_000_000;

/** What the tokens of a call cost, by prices per million. */
export function priceOf(usage: Usage, prices: NonNullable<Dependency["prices"]>): number {
  const { inputTokens, outputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  const { input, output, cacheRead = input, cacheWrite = input } = prices;
  const fresh = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens);
  return (
    (fresh * input + cacheReadTokens * cacheRead + cacheWriteTokens * cacheWrite + outputTokens * output) / million
  );
}
