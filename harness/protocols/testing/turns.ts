import fc from "fast-check";
import type { ModelTurn, StopReason, ToolCall } from "../../domain/conversation.ts";

const usage = { inputTokens: 42, outputTokens: 17 };

export const spoken: ModelTurn = {
  text: "Your order left our shop on Monday — it arrives tomorrow. 🎒",
  toolCalls: [],
  stopReason: "stop",
  usage,
};
export const calling: ModelTurn = {
  text: "",
  toolCalls: [
    { id: "call_1", name: "get_order", arguments: '{"order_id":"TG-1001","include":["lines","payments"]}' },
    { id: "call_2", name: "get_stock", arguments: '{"sku":"TENT-2P","store":null}' },
  ],
  stopReason: "tool-calls",
  usage,
};

const anyCallId = (): fc.Arbitrary<string> => fc.uuid().map((id) => `call_${id}`);

const toolCall = (argumentText: fc.Arbitrary<string>, id: fc.Arbitrary<string>): fc.Arbitrary<ToolCall> =>
  fc.record({
    id,
    name: fc.stringMatching(/^[a-z_]{1,12}$/),
    arguments: argumentText,
  });

export const jsonObject = (): fc.Arbitrary<string> =>
  fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }).map((value) => JSON.stringify(value));
export const anyText = (): fc.Arbitrary<string> => fc.string({ unit: "binary", maxLength: 80 });

/** Turns that the stop reason fits: `tool-calls` exactly if there are calls, unless the answer was cut or refused. */
export function turns(
  argumentText: fc.Arbitrary<string>,
  cuts: readonly StopReason[],
  callId = anyCallId(),
): fc.Arbitrary<ModelTurn> {
  return fc
    .record({
      text: anyText(),
      toolCalls: fc.array(toolCall(argumentText, callId), { maxLength: 3 }),
      cut: fc.option(fc.constantFrom(...cuts), { nil: undefined }),
      usage: fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat() }),
    })
    .map(({ text, toolCalls, cut, usage: spent }) => ({
      text,
      toolCalls,
      stopReason: cut ?? (toolCalls.length > 0 ? ("tool-calls" as const) : ("stop" as const)),
      usage: spent,
    }));
}
