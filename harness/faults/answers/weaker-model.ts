import { z } from "zod";
import type { Call } from "../../domain/call.ts";
import type { ModelTurn } from "../../domain/conversation.ts";
import { defineFault, type FaultContext } from "../../domain/fault.ts";
import { collectBody } from "../../domain/wire.ts";
import { inputTokensOf } from "../quota/count-tokens.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";
import { stableJson } from "../shared/json.ts";

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
    return changeTurn(forward, context, async (turn) => {
      const to = weakened(turn, given);
      const alike = to.text === turn.text && to.toolCalls === turn.toolCalls && to.stopReason === turn.stopReason;
      if (alike && !(await named(call, to, model, context))) {
        return { unchanged: `${context.protocol.name} does not name the model that answers, and nothing else changes` };
      }
      return { to, note: `answered by ${model}` };
    });
  },
});

/** Whether a reply shows which model it is from: not every wire does. */
async function named(call: Call, turn: ModelTurn, model: string, context: FaultContext): Promise<boolean> {
  if (call.payload.kind !== "model") return false;
  const { conversation } = call.payload;
  const { protocol, binding } = context;
  const { model: _, ...plain } = turn;
  const shown = async (asked: Call, said: ModelTurn): Promise<string> => {
    const answer = { kind: "answer", payload: { kind: "model", turn: said } } as const;
    const { headers, body } = protocol.encodeReply(asked, answer, binding, { id: (prefix) => prefix, nowSeconds: 0 });
    return stableJson(headers) + Buffer.from((await collectBody(body)).bytes).toString("latin1");
  };
  const other: Call = { ...call, payload: { kind: "model", conversation: { ...conversation, model } } };
  return (await shown(call, plain)) !== (await shown(other, turn));
}

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
