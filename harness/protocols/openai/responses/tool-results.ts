import type { ToolResultContent } from "../../../domain/conversation.ts";
import { itemsAt, type ResultsIn, textEdits } from "../../shared/tool-results.ts";

const kinds = new Set<unknown>(["function_call_output", "custom_tool_call_output"]);

/** Outputs of calls. There is no mark for an error. */
export const outputItems: ResultsIn = (body) =>
  itemsAt(body, "input").flatMap(([item, path]) =>
    kinds.has(item.type)
      ? [({ text }: ToolResultContent) => textEdits([...path, "output"], item.output, text, { type: "input_text" })]
      : [],
  );
