import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";

const params = z.strictObject({
  message: z.string().default("I'm sorry, but I can't help with that.").describe("What the model says."),
});

export const refusal = defineFault({
  name: "refusal",
  summary: "The model refuses a harmless request and calls no tool.",
  boundaries: onlyModel,
  params,
  requires: () => ["stop:refusal"],
  describe: ({ message }) => `refuses: “${message}”`,
  inject: (_call, forward, context, { message }) =>
    changeTurn(forward, context, (turn) => ({
      to: {
        text: message,
        toolCalls: [],
        stopReason: "refusal",
        ...(turn.usage === undefined ? {} : { usage: turn.usage }),
      },
      note: "answer replaced by a refusal",
    })),
});
