import { z } from "zod";
import type { ModelTurn } from "../../domain/conversation.ts";
import { defineFault } from "../../domain/fault.ts";
import { inputTokensOf } from "../quota/count-tokens.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";

const params = z.strictObject({
  model: z
    .string()
    .min(1)
    .default("fallback-small")
    .describe("The model that answers behind the name that was asked for."),
  contextWindow: z
    .int()
    .min(1)
    .optional()
    .describe(
      "Its context window in tokens (an estimate by o200k_base); a longer request is refused. Absent = large enough.",
    ),
  maxOutput: z
    .int()
    .min(1)
    .optional()
    .describe(
      "The longest answer that it writes, in characters of text; a longer one breaks off with the length limit.",
    ),
  withoutTools: z
    .boolean()
    .default(false)
    .describe("It cannot call tools: it says in words what it would have called."),
});
type Params = z.output<typeof params>;

export const weakerModel = defineFault({
  name: "weaker-model",
  summary:
    "Behind the alias or the cross-Region profile another, weaker model answers: with a smaller window, shorter answers or no tools.",
  boundaries: onlyModel,
  params,
  requires: ({ contextWindow, maxOutput }) => [
    ...(contextWindow === undefined ? [] : (["failure:context-overflow"] as const)),
    ...(maxOutput === undefined ? [] : (["stop:length"] as const)),
  ],
  describe: ({ model }) => `answered by ${model}`,
  async inject(call, forward, context, given) {
    const { contextWindow, model } = given;
    if (contextWindow !== undefined && call.payload.kind === "model") {
      const tokens = inputTokensOf(call.payload.conversation);
      if (tokens > contextWindow) {
        context.note(`${tokens} tokens do not fit into the ${contextWindow} of ${model}`);
        return { kind: "failure", failure: { kind: "context-overflow" } };
      }
    }
    return changeTurn(forward, context, (turn) => ({ to: weakened(turn, given), note: `answered by ${model}` }));
  },
});

function weakened(turn: ModelTurn, { model, maxOutput, withoutTools }: Params): ModelTurn {
  const [first] = turn.toolCalls;
  const spoken =
    withoutTools && first
      ? { ...turn, toolCalls: [], stopReason: "stop" as const, text: `${turn.text}${first.name}(${first.arguments})` }
      : turn;
  const characters = [...spoken.text];
  if (maxOutput === undefined || characters.length <= maxOutput) return { ...spoken, model };
  return { ...spoken, model, text: characters.slice(0, maxOutput).join(""), stopReason: "length" };
}
