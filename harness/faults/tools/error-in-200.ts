import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { withValues } from "../shared/boundaries.ts";
import { passed } from "./passed.ts";

const params = z.strictObject({
  message: z.string().default("Internal error: upstream did not respond").describe("The error text in the body."),
});

export const errorIn200 = defineFault({
  name: "error-in-200",
  summary: "The dependency fails without doing anything, and reports it in the body of a reply with status 200.",
  boundaries: withValues,
  params,
  describe: ({ message }) => `status 200, body says “${message}”`,
  async inject(call, forward, context, { message }) {
    if (context.protocol.answersHere?.(call) === false) return passed(forward, context);
    context.note(`not called; status 200 with the error “${message}”`);
    return {
      kind: "answer",
      payload: { kind: "tool", result: { status: 200, value: { success: false, error: { message } } } },
    };
  },
});
