import type { ToolResultContent } from "../../domain/conversation.ts";
import { itemsAt, type ResultsIn, textEdits } from "../shared/tool-results.ts";

/** `tool_result` blocks of messages. `is_error` is written only where it is another one than before. */
export const toolResultBlocks: ResultsIn = (body) =>
  itemsAt(body, "messages").flatMap(([message, path]) =>
    itemsAt(message, "content").flatMap(([block, within]) => {
      if (message.role === "system" || block.type !== "tool_result") return [];
      const at = [...path, ...within];
      return [
        ({ text, isError = false }: ToolResultContent) => [
          ...textEdits([...at, "content"], block.content, text, { type: "text" }),
          ...(isError === (block.is_error === true) ? [] : [{ path: [...at, "is_error"], value: isError }]),
        ],
      ];
    }),
  );
