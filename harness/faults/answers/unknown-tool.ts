import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";

const params = z.strictObject({
  name: z.string().min(1).default("lookup_account_details").describe("The tool that the model invents."),
});

export const unknownTool = defineFault({
  name: "unknown-tool",
  summary: "The model calls a tool that it was never offered.",
  boundaries: onlyModel,
  params,
  describe: ({ name }) => `calls the invented tool ${name}`,
  inject: (call, forward, context, { name }) =>
    changeTurn(forward, context, (turn) => {
      const [first, ...others] = turn.toolCalls;
      if (first === undefined) return { unchanged: "no tool call in this turn" };
      const offered = new Set(call.payload.kind === "model" ? call.payload.conversation.tools.map((t) => t.name) : []);
      let invented = name;
      for (let n = 2; offered.has(invented); n += 1) invented = `${name}_v${n}`;
      return {
        to: { ...turn, toolCalls: [{ ...first, name: invented }, ...others] },
        note: `call of ${first.name} became a call of ${invented}, which was never offered`,
      };
    }),
});
