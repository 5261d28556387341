import type { ToolResultContent } from "../../domain/conversation.ts";
import { encodeText } from "../../domain/wire.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import type { JsonEdit } from "../shared/splice-json.ts";
import { itemsAt, type ResultsIn, textEdits } from "../shared/tool-results.ts";

/** Tool messages, whose content may be documents with data that is an object or text. */
export const toolMessages: ResultsIn = (body) =>
  itemsAt(body, "messages").flatMap(([message, path]) =>
    message.role === "tool"
      ? [({ text }: ToolResultContent) => edits([...path, "content"], message.content, text)]
      : [],
  );

function edits(path: JsonEdit["path"], content: unknown, text: string): readonly JsonEdit[] {
  const [only, ...others] = Array.isArray(content) ? (content as readonly unknown[]) : [];
  if (others.length > 0 || !isObject(only) || !isObject(only.document))
    return textEdits(path, content, text, { type: "text" });
  const value = typeof only.document.data === "string" ? undefined : parseJson(encodeText(text));
  return [{ path: [...path, 0, "document", "data"], value: isObject(value) ? value : text }];
}
