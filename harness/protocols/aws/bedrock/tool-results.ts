import type { ToolResultContent } from "../../../domain/conversation.ts";
import { isObject } from "../../shared/json-body.ts";
import type { JsonEdit } from "../../shared/splice-json.ts";
import { itemsAt, type ResultsIn, textEdits } from "../../shared/tool-results.ts";

/** `toolResult` blocks of Converse and of Nova's own body. */
export const toolResultBlocks: ResultsIn = (body) =>
  itemsAt(body, "messages").flatMap(([message, path]) =>
    itemsAt(message, "content").flatMap(([block, within]) => {
      const { toolResult } = block;
      if (!isObject(toolResult)) return [];
      const at = [...path, ...within, "toolResult"];
      return [
        ({ text, isError = false }: ToolResultContent) => [
          ...contentEdits([...at, "content"], toolResult.content, text),
          ...(isError === (toolResult.status === "error")
            ? []
            : [{ path: [...at, "status"], value: isError ? "error" : "success" }]),
        ],
      ];
    }),
  );

/** A result that is one JSON document stays one if what it is to say is an object. */
function contentEdits(path: JsonEdit["path"], content: unknown, text: string): readonly JsonEdit[] {
  const [only, ...others] = Array.isArray(content) ? (content as readonly unknown[]) : [];
  if (others.length > 0 || !isObject(only) || !("json" in only)) return textEdits(path, content, text, {});
  const value = objectIn(text);
  return value ? [{ path: [...path, 0, "json"], value }] : [{ path, value: [{ text }] }];
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
