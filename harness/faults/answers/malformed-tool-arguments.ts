import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";
import { spoilArguments, spoilings } from "./spoil-arguments.ts";

const params = z.strictObject({
  how: z
    .enum([...spoilings, "output-limit"])
    .default("truncated")
    .describe(
      "`truncated`: the JSON breaks off. `invalid-json`: a stray comma. `wrong-types`: valid JSON of wrong types. `output-limit`: the last call breaks off because the output limit was reached, and the stop reason says so.",
    ),
});

export const malformedToolArguments = defineFault({
  name: "malformed-tool-arguments",
  summary: "The model calls the right tool with arguments that do not parse or do not fit the tool's schema.",
  boundaries: onlyModel,
  params,
  requires: ({ how }) => (how === "output-limit" ? ["stop:length"] : []),
  describe: ({ how }) => `tool arguments ${how}`,
  inject: (_call, forward, context, { how }) =>
    changeTurn(forward, context, (turn) => {
      if (turn.toolCalls.length === 0) return { unchanged: "no tool call in this turn" };
      const limited = how === "output-limit";
      // What the model wrote before it ran out of tokens is whole.
      const spared = limited ? turn.toolCalls.length - 1 : 0;
      const toolCalls = turn.toolCalls.map((call, index) =>
        index < spared ? call : { ...call, arguments: spoilArguments(call.arguments, limited ? "truncated" : how) },
      );
      const hit = toolCalls.filter((call, index) => call.arguments !== turn.toolCalls[index]?.arguments);
      if (hit.length === 0) return { unchanged: "the tool call has no argument whose type could be wrong" };
      return {
        to: { ...turn, toolCalls, ...(limited ? { stopReason: "length" as const } : {}) },
        note: `arguments of ${hit.map((call) => call.name).join(", ")} ${limited ? "cut off at the output limit" : how}: ${hit[0]?.arguments.slice(0, 80) ?? ""}`,
      };
    }),
});
