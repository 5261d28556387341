import { z } from "zod";
import { stopReasons } from "../../domain/conversation.ts";
import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";

const params = z.strictObject({
  stopReason: z.enum(stopReasons).default("stop").describe("Why the model says that it stopped."),
});

export const emptyCompletion = defineFault({
  name: "empty-completion",
  summary: "The model answers with success and says nothing: no text and no tool call.",
  boundaries: onlyModel,
  params,
  requires: ({ stopReason }) => [`stop:${stopReason}`],
  describe: ({ stopReason }) => `empty answer, stop reason ${stopReason}`,
  inject: (_call, forward, context, { stopReason }) =>
    changeTurn(forward, context, (turn) => ({
      to: {
        text: "",
        toolCalls: [],
        stopReason,
        ...(turn.usage === undefined ? {} : { usage: { ...turn.usage, outputTokens: 0 } }),
      },
      note: `answer emptied, stop reason ${stopReason}`,
    })),
});
