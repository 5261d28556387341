import { decodeText, type WireReply, wholeReply } from "../../domain/wire.ts";

/** The JSON value in a body; undefined if it is not JSON. JSON has no undefined, so the two cannot be confused. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(bytes));
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const jsonReply = (status: number, headers: Record<string, string>, value: unknown): WireReply =>
  wholeReply(status, headers, JSON.stringify(value));
