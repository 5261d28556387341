import { hash } from "node:crypto";
import type { Conversation, Usage } from "../domain/conversation.ts";
import type { PromptCaching } from "../domain/protocol.ts";

/** The prompts that a dependency has seen in one trial, by their beginnings. */
export interface PromptCache {
  /**
   * Counts what of a prompt was cached and caches it: the usage with its cache counts, and which share of the input was read.
   * Token counts of prefixes are shares of `usage.inputTokens` by characters: an estimate.
   */
  count(conversation: Conversation, usage: Usage, caching: PromptCaching, now: number): { usage: Usage; share: number };
  /** Forgets everything; how many beginnings there were. */
  evict(): number;
}

export function promptCache(): PromptCache {
  const seen = new Map<string, number>();
  return {
    evict() {
      const { size } = seen;
      seen.clear();
      return size;
    },
    count(conversation, usage, caching, now) {
      for (const [key, until] of seen) if (until <= now) seen.delete(key);
      const prefixes = prefixesOf(conversation, usage.inputTokens, caching);
      const known = prefixes.findLast(({ key }) => seen.has(key));
      const longest = prefixes.at(-1);
      for (const { key } of prefixes) seen.set(key, now + caching.ttlMs);
      const read = known?.tokens ?? 0;
      const written = caching.mode === "explicit" && longest ? longest.tokens - read : 0;
      return {
        usage: {
          ...usage,
          ...(read > 0 ? { cacheReadTokens: read } : {}),
          ...(written > 0 ? { cacheWriteTokens: written } : {}),
        },
        share: usage.inputTokens === 0 ? 0 : read / usage.inputTokens,
      };
    },
  };
}

interface Prefix {
  readonly key: string;
  readonly tokens: number;
}

/** The beginnings that the provider would cache, shortest first: at every part, or at the marks that the client set. */
function prefixesOf(conversation: Conversation, inputTokens: number, caching: PromptCaching): Prefix[] {
  if (inputTokens < caching.minTokens) return []; // no beginning is longer than the whole
  const parts = [
    ...conversation.tools.map((tool) => JSON.stringify(tool)),
    conversation.system,
    ...conversation.messages.map((message) => JSON.stringify(message)),
  ];
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const marks = caching.mode === "explicit" ? new Set(conversation.cacheMarks ?? []) : undefined;
  const prefixes: Prefix[] = [];
  let key = conversation.model;
  let length = 0;
  for (const [index, part] of parts.entries()) {
    key = hash("sha1", `${key}\n${part}`, "hex");
    length += part.length;
    const exact = total === 0 ? 0 : (inputTokens * length) / total;
    const tokens = Math.floor(exact / caching.stepTokens) * caching.stepTokens;
    if (tokens >= caching.minTokens && (marks?.has(index + 1) ?? true)) prefixes.push({ key, tokens });
  }
  return prefixes;
}
