import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";
import { percent } from "../shared/sentence.ts";

const params = z.strictObject({
  keep: z.number().min(0).max(1).default(0.4).describe("Share of the text that is kept, from its beginning."),
});

export const truncatedAnswer = defineFault({
  name: "truncated-answer",
  summary: "The model runs out of output tokens: its text breaks off and the stop reason is the length limit.",
  boundaries: onlyModel,
  params,
  requires: () => ["stop:length"],
  describe: ({ keep }) => `text cut to ${percent(keep)}, stop reason length`,
  inject: (_call, forward, context, { keep }) =>
    changeTurn(forward, context, (turn) => {
      const characters = [...turn.text];
      if (characters.length === 0) return { unchanged: "no text in this turn" };
      const kept = Math.min(characters.length - 1, Math.floor(characters.length * keep));
      const { usage } = turn;
      const share = kept / characters.length;
      return {
        to: {
          text: characters.slice(0, kept).join(""),
          toolCalls: [],
          stopReason: "length",
          ...(usage && { usage: { ...usage, outputTokens: Math.round(usage.outputTokens * share) } }),
        },
        note: `text cut to ${kept} of ${characters.length} characters, stop reason length`,
      };
    }),
});
