import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";

const params = z.strictObject({
  message: z
    .string()
    .default("Sorry, the model cannot answer this question.")
    .describe("The guardrail's blocked message, which stands where the answer would."),
});

export const guardrailIntervened = defineFault({
  name: "guardrail-intervened",
  summary: "A guardrail stops the answer to a harmless request and puts its own message there, as a success.",
  boundaries: onlyModel,
  params,
  requires: () => ["stop:guardrail"],
  describe: ({ message }) => `guardrail says: “${message}”`,
  inject: (_call, forward, context, { message }) =>
    changeTurn(forward, context, ({ usage }) => ({
      to: { text: message, toolCalls: [], stopReason: "guardrail", ...(usage === undefined ? {} : { usage }) },
      note: "answer replaced by the guardrail's message",
    })),
});
