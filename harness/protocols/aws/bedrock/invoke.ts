import type { Conversation, ModelTurn, Usage } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { Frame } from "../../../domain/wire.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { usageOf } from "../../shared/usage.ts";
import { chunkFrame } from "./frames.ts";
import { cacheCounts, latencyMs, uncached } from "./usage.ts";

/** What the service counts beside the model's own body, where that says nothing of tokens. */
export function invocationHeaders(turn: ModelTurn, conversation: Conversation): Record<string, string> {
  const latency = { "x-amzn-bedrock-invocation-latency": String(latencyMs(turn, conversation)) };
  if (turn.withoutUsage) return latency;
  const usage = usageOf(turn, conversation);
  return {
    "x-amzn-bedrock-input-token-count": String(uncached(usage)),
    ...latency,
    "x-amzn-bedrock-output-token-count": String(usage.outputTokens),
    ...cacheHeaders(usage),
  };
}

function cacheHeaders(usage: Usage): Record<string, string> {
  const cache = cacheCounts(usage);
  return cache
    ? {
        "x-amzn-bedrock-cache-read-input-token-count": String(cache.read),
        "x-amzn-bedrock-cache-write-input-token-count": String(cache.written),
      }
    : {};
}

/** The model's chunks; the service adds its metrics to the last. */
export function invokeFrames(
  body: ModelBody,
  turn: ModelTurn,
  conversation: Conversation,
  context: EncodeContext,
): Frame[] {
  const mark = body.marker();
  const chunks = body.chunks(turn, conversation, context);
  return chunks.map((chunk, index) => {
    const last = index === chunks.length - 1;
    const value = last ? { ...chunk, ...invocationMetrics(turn, conversation) } : chunk;
    return chunkFrame(value, mark(value) ?? "content");
  });
}

export const metricsMember = "amazon-bedrock-invocationMetrics";

function invocationMetrics(turn: ModelTurn, conversation: Conversation): Record<string, unknown> {
  if (turn.withoutUsage) return {};
  const usage = usageOf(turn, conversation);
  const cache = cacheCounts(usage);
  const invocationLatency = latencyMs(turn, conversation);
  return {
    [metricsMember]: {
      inputTokenCount: uncached(usage),
      outputTokenCount: usage.outputTokens,
      invocationLatency,
      firstByteLatency: Math.min(280, invocationLatency),
      ...(cache && { cacheReadInputTokenCount: cache.read, cacheWriteInputTokenCount: cache.written }),
    },
  };
}
