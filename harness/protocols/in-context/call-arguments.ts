import { decodeText } from "../../domain/wire.ts";
import { isObject, parseJson } from "../shared/json-body.ts";

/** What a model wrote as arguments: an object as a rule; anything else stands as the text that it is. */
export function callArguments(body: Uint8Array): Readonly<Record<string, unknown>> {
  const value = parseJson(body);
  if (isObject(value)) return value;
  const text = decodeText(body);
  return text === "" ? {} : { arguments: text };
}
