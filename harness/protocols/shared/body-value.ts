import { decodeText } from "../../domain/wire.ts";
import { parseJson } from "./json-body.ts";

/**
 * The value in a body: JSON, else its text. A body that is one JSON string stays raw text, quotes included, so that writing it back
 * gives the same bytes.
 */
export function bodyValue(bytes: Uint8Array): unknown {
  const value = parseJson(bytes);
  return value === undefined || typeof value === "string" ? decodeText(bytes) : value;
}
