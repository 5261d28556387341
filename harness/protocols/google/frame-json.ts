import { decodeText, encodeText, type Frame } from "../../domain/wire.ts";
import { isObject, parseJson } from "../shared/json-body.ts";

/** What stands before and after the object of a chunk: `data: `, a separator, line breaks. */
const chunk = /^((?:data:)?[\s[,]*)(\{.*\})(.*)$/s;

/** The object in a frame of either form; undefined if there is none. */
export function chunkIn(frame: Frame): Record<string, unknown> | undefined {
  const [, , text] = chunk.exec(decodeText(frame.bytes)) ?? [];
  const value = text === undefined ? undefined : parseJson(encodeText(text));
  return isObject(value) ? value : undefined;
}

/** The same frame with another object in it. */
export function withChunk(frame: Frame, value: unknown): Frame {
  const [, before = "", , after = ""] = chunk.exec(decodeText(frame.bytes)) ?? [];
  return { bytes: encodeText(before + JSON.stringify(value) + after), mark: frame.mark };
}
