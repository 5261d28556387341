import type { ToolResultContent } from "../../domain/conversation.ts";
import type { Protocol } from "../../domain/protocol.ts";
import { decodeText, encodeText } from "../../domain/wire.ts";
import { isObject, parseJson } from "./json-body.ts";
import { type JsonEdit, splicedJson } from "./splice-json.ts";

type Path = JsonEdit["path"];

/** What has to be written into a body so that one of its tool results says something else. */
export type ResultEdits = (to: ToolResultContent) => readonly JsonEdit[];

/** The tool results of a body, in the order in which its protocol decodes them. */
export type ResultsIn = (body: unknown) => readonly ResultEdits[];

/** A protocol's `withToolResults`, from where its tool results stand. */
export const rewriting =
  (resultsOf: (request: Parameters<NonNullable<Protocol["withToolResults"]>>[0]) => ResultsIn | undefined) =>
  (...[request, binding, others]: Parameters<NonNullable<Protocol["withToolResults"]>>) => {
    const places = resultsOf(request)?.(parseJson(request.body)) ?? [];
    const edits = [...others].flatMap(([index, to]) => {
      const place = places[index];
      if (!place) throw new Error(`The request to "${binding.dependency}" has no tool result ${index}.`);
      return place(to);
    });
    return edits.length === 0
      ? request
      : { ...request, body: encodeText(splicedJson(decodeText(request.body), edits)) };
  };

/**
 * Text content: a string, or parts. A single part with text keeps what else it has, such as a cache mark; several parts become
 * one, like the first that has text.
 */
export function textEdits(
  path: Path,
  content: unknown,
  text: string,
  usual: Readonly<Record<string, unknown>>,
): JsonEdit[] {
  if (!Array.isArray(content)) return [{ path, value: text }];
  const [only, ...others] = content as readonly unknown[];
  if (others.length === 0 && hasText(only)) return [{ path: [...path, 0, "text"], value: text }];
  return [{ path, value: [{ ...(content.find(hasText) ?? usual), text }] }];
}

const hasText = (part: unknown): part is Record<string, unknown> => isObject(part) && typeof part.text === "string";

/** Items of a list in a body with their places; none if there is no such list. */
export const itemsAt = (body: unknown, name: string): readonly (readonly [Record<string, unknown>, Path])[] => {
  const list: unknown = isObject(body) ? body[name] : undefined;
  return Array.isArray(list) ? list.flatMap((item, at) => (isObject(item) ? [[item, [name, at]] as const] : [])) : [];
};

/** Tool messages whose content is the result, as most chat endpoints have them. */
export const toolMessages: ResultsIn = (body) =>
  itemsAt(body, "messages").flatMap(([message, path]) =>
    message.role === "tool"
      ? [({ text }: ToolResultContent) => textEdits([...path, "content"], message.content, text, { type: "text" })]
      : [],
  );
