import type { Conversation, ModelTurn, StopReason, ToolCall, Usage } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { Frame, FrameMark } from "../../domain/wire.ts";
import { wordDeltas } from "../shared/deltas.ts";
import { isObject } from "../shared/json-body.ts";
import { lineFrame } from "../shared/ndjson.ts";
import { usageOf } from "../shared/usage.ts";

/** Chat puts what was said into a message; generation has it beside the rest, and knows no tools. */
export type Endpoint = "chat" | "generate";

const doneReasons: Readonly<Record<StopReason, string>> = {
  stop: "stop",
  length: "length",
  "tool-calls": "stop",
  "content-filter": "stop",
  refusal: "stop",
  guardrail: "stop",
  "context-window": "length",
  malformed: "stop",
};

const said = (endpoint: Endpoint, text: string, toolCalls: readonly unknown[] = []): object =>
  endpoint === "generate"
    ? { response: text }
    : { message: { role: "assistant", content: text, ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }) } };

/** Arguments are objects on this wire. What the model wrote as no object the server never took for a call. */
const wireToolCalls = (turn: ModelTurn): { index: number; call: unknown }[] =>
  turn.toolCalls.flatMap((call, index) => {
    const args = argumentsOf(call);
    return args ? [{ index, call: { id: call.id, function: { index, name: call.name, arguments: args } } }] : [];
  });

/** It stays in the text then, as the model wrote it. */
const textOf = (turn: ModelTurn): string =>
  [
    turn.text,
    ...turn.toolCalls.filter((call) => !argumentsOf(call)).map(({ name, arguments: text }) => `${name}(${text})`),
  ].join("");

function argumentsOf({ arguments: text }: ToolCall): object | undefined {
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const head = (conversation: Conversation, { nowSeconds }: EncodeContext): object => ({
  model: conversation.model,
  created_at: new Date(nowSeconds * 1000).toISOString(),
});

/** Durations are nanoseconds, made up at 5 ms a token in and 20 ms a token out. */
function tail(turn: ModelTurn, conversation: Conversation): object {
  const { inputTokens, outputTokens } = usageOf(turn, conversation);
  const [load, read, write] = [35_000_000, inputTokens * 5_000_000, outputTokens * 20_000_000];
  return {
    done: true,
    done_reason: doneReasons[turn.stopReason],
    total_duration: load + read + write,
    load_duration: load,
    ...(turn.withoutUsage ? {} : counts({ inputTokens, outputTokens }, read, write)),
  };
}

const counts = ({ inputTokens, outputTokens }: Usage, read: number, write: number): object => ({
  prompt_eval_count: inputTokens,
  prompt_eval_duration: read,
  eval_count: outputTokens,
  eval_duration: write,
});

export function wholeAnswer(
  turn: ModelTurn,
  conversation: Conversation,
  context: EncodeContext,
  endpoint: Endpoint,
): unknown {
  const calls = wireToolCalls(turn).map(({ call }) => call);
  return { ...head(conversation, context), ...said(endpoint, textOf(turn), calls), ...tail(turn, conversation) };
}

/** A line for each delta, one for each call (never in pieces), and a last one that counts. */
export function answerLines(
  turn: ModelTurn,
  conversation: Conversation,
  context: EncodeContext,
  endpoint: Endpoint,
): Frame[] {
  const mark = lineMarker();
  const common = head(conversation, context);
  const lines = [
    ...wordDeltas(textOf(turn)).map((text) => ({ ...common, ...said(endpoint, text), done: false })),
    ...wireToolCalls(turn).map(({ call }) => ({ ...common, ...said(endpoint, "", [call]), done: false })),
    { ...common, ...said(endpoint, ""), ...tail(turn, conversation) },
  ];
  return lines.map((line) => lineFrame(line, mark(line)));
}

/** Thoughts before the answer are structure; a line without anything in it is a sign of life. */
export function lineMarker(): (value: unknown) => FrameMark {
  let begun = false;
  return (value) => {
    if (!isObject(value) || "error" in value || value.done === true) return "close";
    const {
      content,
      thinking,
      tool_calls: calls,
    }: Record<string, unknown> = isObject(value.message)
      ? value.message
      : { content: value.response, thinking: value.thinking };
    if ((typeof content === "string" && content !== "") || (Array.isArray(calls) && calls.length > 0)) {
      begun = true;
      return "content";
    }
    if (typeof thinking === "string" && thinking !== "") return begun ? "content" : "open";
    return "comment";
  };
}
