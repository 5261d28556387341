import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";
import { spoilArguments, spoilings } from "./spoil-arguments.ts";

const params = z.strictObject({
  how: z
    .enum(spoilings)
    .default("truncated")
    .describe(
      "`truncated`: the JSON breaks off. `invalid-json`: a stray comma. `wrong-types`: valid JSON of wrong types.",
    ),
});

export const malformedToolArguments = defineFault({
  name: "malformed-tool-arguments",
  summary: "The model calls the right tool with arguments that do not parse or do not fit the tool's schema.",
  boundaries: onlyModel,
  params,
  describe: ({ how }) => `tool arguments ${how}`,
  inject: (_call, forward, context, { how }) =>
    changeTurn(forward, context, (turn) => {
      if (turn.toolCalls.length === 0) return { unchanged: "no tool call in this turn" };
      const toolCalls = turn.toolCalls.map((call) => ({ ...call, arguments: spoilArguments(call.arguments, how) }));
      const hit = toolCalls.filter((call, index) => call.arguments !== turn.toolCalls[index]?.arguments);
      if (hit.length === 0) return { unchanged: "the tool call has no argument whose type could be wrong" };
      return {
        to: { ...turn, toolCalls },
        note: `arguments of ${hit.map((call) => call.name).join(", ")} ${how}: ${hit[0]?.arguments.slice(0, 80) ?? ""}`,
      };
    }),
});
