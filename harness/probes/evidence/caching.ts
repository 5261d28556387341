import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { begun, sighting, succeeded, times } from "./reading.ts";

export const caching = defineEvidence({
  id: "E22",
  name: "caching",
  summary:
    "A prompt that goes on where the last one ended is read from the provider's cache: cache-read tokens above 0 from the second call on.",
  figures: { followUps: "count", readShare: "share", cacheReadTokens: "tokens", missed: "count" },
  look({ here }) {
    // The journal has the count only of prompts that the provider would cache.
    const cacheable = here.calls.filter(
      (call) => call.ended?.usage?.cacheReadTokens !== undefined && succeeded(call) && call.faults.length === 0,
    );
    if (cacheable.length === 0) return [];
    const byDependency = Map.groupBy(cacheable, ({ started }) => started.dependency);
    return [...byDependency].map(([dependency, calls]) => about(dependency, calls));
  },
});

function about(dependency: string, calls: readonly CallRecord[]): Sighting {
  const next = calls.filter((call, index) => {
    const before = calls.findLast((other, at) => at < index && other.started.performance === call.started.performance);
    return before !== undefined && goesOn(before, call);
  });
  const read = next.filter((call) => readBy(call) > 0);
  const missed = next.filter((call) => readBy(call) === 0);
  const tokens = (of: readonly CallRecord[]): number =>
    of.reduce((sum, { ended }) => sum + (ended?.usage?.inputTokens ?? 0), 0);
  const cached = next.reduce((sum, call) => sum + readBy(call), 0);
  const figures = {
    followUps: next.length,
    missed: missed.length,
    cacheReadTokens: cached,
    ...(next.length === 0 ? {} : { readShare: cached / Math.max(1, tokens(next)) }),
  };
  const as = (conclusion: Sighting["conclusion"], reason: string): Sighting =>
    sighting(
      dependency,
      conclusion,
      reason,
      () =>
        next.map((call) =>
          begun(call, `read ${readBy(call)} of ${call.ended?.usage?.inputTokens} tokens from the cache`),
        ),
      figures,
    );
  if (next.length === 0) return as("cannot-tell", "no prompt went on where another one had ended");
  if (missed.length === 0)
    return as(
      "present",
      `${times(next.length, "prompt")} read from the cache, ${percent(figures.readShare ?? 0)} of the input`,
    );
  const written = missed.filter(({ ended }) => (ended?.usage?.cacheWriteTokens ?? 0) > 0);
  if (read.length > 0)
    return as("violated", `${missed.length} of ${next.length} prompts missed the cache: their beginning had changed`);
  if (written.length > 0)
    return as(
      "violated",
      `${times(written.length, "prompt")} written to the cache and none read: their beginning changes`,
    );
  // The count stands in the journal from about the length on at which a provider begins to cache: the first may have missed it.
  const most = Math.max(
    ...[...Map.groupBy(next, ({ started }) => started.performance).values()].map(({ length }) => length),
  );
  if (most === 1)
    return as("cannot-tell", "one prompt went on, and the one before it may have been too short to be kept");
  return as("absent", `${times(next.length, "prompt")} long enough to be cached, and nothing read from the cache`);
}

const readBy = ({ ended }: CallRecord): number => ended?.usage?.cacheReadTokens ?? 0;

interface Prompt {
  readonly model?: unknown;
  readonly tools?: unknown;
  readonly messages?: unknown;
}

/** The same model and tools, and more messages than before: the same conversation, a turn further. */
function goesOn(before: CallRecord, after: CallRecord): boolean {
  const a = before.started.request as Prompt | null;
  const b = after.started.request as Prompt | null;
  if (!a || !b || a.model !== b.model || a.tools !== b.tools) return false;
  return typeof a.messages === "number" && typeof b.messages === "number" && b.messages > a.messages;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
