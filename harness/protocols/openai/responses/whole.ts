import type { Conversation, ModelTurn, ToolSpec, Usage } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import { usageOf } from "../../shared/usage.ts";
import { tierShown } from "../tier.ts";
import { type OutputItem, outputItems } from "./output.ts";

/** The unstreamed answer: a finished response. */
export const finishedResponse = (turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown =>
  finished(begunResponse(conversation, context, turn.responseId), turn, conversation, outputItems(turn, context));

/** A response before anything was said, as the first events of a stream show it. */
export const begunResponse = (
  conversation: Conversation,
  context: EncodeContext,
  id = context.id("resp_"),
): Readonly<Record<string, unknown>> => ({
  id,
  object: "response",
  created_at: context.nowSeconds,
  status: "in_progress",
  background: false,
  error: null,
  incomplete_details: null,
  instructions: conversation.system === "" ? null : conversation.system,
  max_output_tokens: conversation.maxOutputTokens ?? null,
  max_tool_calls: null,
  model: conversation.model,
  output: [],
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: null, summary: null },
  service_tier: tierShown(conversation.tier),
  store: true,
  temperature: 1,
  text: { format: { type: "text" }, verbosity: "medium" },
  tool_choice: "auto",
  tools: conversation.tools.map(wireTool),
  top_logprobs: 0,
  top_p: 1,
  truncation: "disabled",
  usage: null,
  user: null,
  metadata: {},
});

/** The same response at its end. An answer that was cut is `incomplete` and says why; a refusal is complete. */
export function finished(
  begun: Readonly<Record<string, unknown>>,
  turn: ModelTurn,
  conversation: Conversation,
  output: readonly OutputItem[],
): Readonly<Record<string, unknown>> {
  const reason = { length: "max_output_tokens", "content-filter": "content_filter" }[turn.stopReason as string];
  const { usage: _, ...rest } = begun;
  return {
    ...rest,
    status: reason === undefined ? "completed" : "incomplete",
    incomplete_details: reason === undefined ? null : { reason },
    output,
    ...(turn.withoutUsage ? {} : { usage: wireUsage(usageOf(turn, conversation)) }),
  };
}

const wireUsage = (spent: Usage): unknown => ({
  input_tokens: spent.inputTokens,
  input_tokens_details: { cached_tokens: spent.cacheReadTokens ?? 0, cache_write_tokens: spent.cacheWriteTokens ?? 0 },
  output_tokens: spent.outputTokens,
  output_tokens_details: { reasoning_tokens: spent.reasoningTokens ?? 0 },
  total_tokens: spent.inputTokens + spent.outputTokens,
});

const wireTool = (tool: ToolSpec): unknown => ({
  type: "function",
  description: tool.description ?? null,
  name: tool.name,
  parameters: tool.parameters ?? null,
  strict: true,
});
