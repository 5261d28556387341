import type { ToolResultContent } from "../../domain/conversation.ts";
import { isObject } from "../shared/json-body.ts";
import { itemsAt, type ResultsIn } from "../shared/tool-results.ts";

/** `functionResponse` parts. By convention the result is under `output`, `content` or `result`, and what went wrong under `error`. */
export const functionResponses: ResultsIn = (body) =>
  itemsAt(body, "contents").flatMap(([content, path]) =>
    content.role === "model"
      ? []
      : itemsAt(content, "parts").flatMap(([part, within]) => {
          const given = part.functionResponse;
          if (!isObject(given)) return [];
          return [
            (to: ToolResultContent) => [
              { path: [...path, ...within, "functionResponse", "response"], value: responseOf(given.response, to) },
            ],
          ];
        }),
  );

const usual = ["output", "content", "result"];

function responseOf(before: unknown, { text, isError }: ToolResultContent): unknown {
  const value = valueIn(text);
  if (!isObject(before)) return isObject(value) ? value : { [isError ? "error" : "output"]: text };
  const { error, ...rest } = before;
  const name = usual.find((one) => before[one] !== undefined && before[one] !== null);
  if (isError) {
    const others = Object.fromEntries(Object.entries(rest).filter(([key]) => name !== undefined && key !== name));
    return { ...others, error: text };
  }
  if (name === undefined) return error === undefined && isObject(value) ? value : { output: text };
  // A result that was written as text stays text, whatever it reads like.
  return { ...rest, [name]: typeof before[name] === "string" ? text : (value ?? text) };
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
