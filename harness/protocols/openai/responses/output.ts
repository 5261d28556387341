import type { ModelTurn } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";

export type ContentPart =
  | {
      readonly type: "output_text";
      readonly annotations: readonly [];
      readonly logprobs: readonly [];
      readonly text: string;
    }
  | { readonly type: "refusal"; readonly refusal: string };
export type OutputItem =
  | {
      readonly id: string;
      readonly type: "message";
      readonly status: "completed" | "incomplete";
      readonly role: "assistant";
      readonly content: readonly [ContentPart];
    }
  | {
      readonly id: string;
      readonly type: "function_call";
      readonly status: "completed" | "incomplete";
      readonly arguments: string;
      readonly call_id: string;
      readonly name: string;
    };

export const textPart = (text: string): ContentPart => ({ type: "output_text", annotations: [], logprobs: [], text });
export const refusalPart = (refusal: string): ContentPart => ({ type: "refusal", refusal });

/** A message item, unless there are only calls, and one item a call. Where the answer was cut the last one is incomplete. */
export function outputItems(turn: ModelTurn, context: EncodeContext): OutputItem[] {
  const cut = turn.stopReason === "length" || turn.stopReason === "content-filter";
  const spoken = turn.text !== "" || turn.toolCalls.length === 0 || turn.stopReason === "refusal";
  const count = turn.toolCalls.length + (spoken ? 1 : 0);
  const status = (position: number): "completed" | "incomplete" =>
    cut && position === count - 1 ? "incomplete" : "completed";
  const message: OutputItem[] = spoken
    ? [
        {
          id: context.id("msg_"),
          type: "message",
          status: status(0),
          role: "assistant",
          content: [turn.stopReason === "refusal" ? refusalPart(turn.text) : textPart(turn.text)],
        },
      ]
    : [];
  const calls = turn.toolCalls.map(
    (call, index): OutputItem => ({
      id: context.id("fc_"),
      type: "function_call",
      status: status(message.length + index),
      arguments: call.arguments,
      call_id: call.id,
      name: call.name,
    }),
  );
  return [...message, ...calls];
}
