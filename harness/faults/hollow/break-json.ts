import type { Frame, WireReply } from "../../domain/wire.ts";
import { decodeText, isBreak, piecesOf } from "../../domain/wire.ts";
import { parseJson } from "../shared/json.ts";
import { middleOfPayload } from "../shared/spoil.ts";

interface Broken {
  readonly wire: WireReply;
  readonly kept: number;
  readonly of: number;
}

/**
 * A reply whose body ends in the middle of its JSON and is complete by its length: a document after half of its bytes, a
 * stream in the middle of the event in its middle. Undefined if there is no JSON, or the body is broken already.
 */
export async function breakJson(wire: WireReply): Promise<Broken | undefined> {
  const frames: Frame[] = [];
  for await (const piece of piecesOf(wire.body)) {
    if (isBreak(piece)) return undefined;
    frames.push(piece);
  }
  const whole = Buffer.concat(frames.map(({ bytes }) => bytes));
  const half = frames.some(({ mark }) => mark === "whole") ? middleOfDocument(whole) : middleOfStream(frames);
  if (half === undefined) return undefined;
  const { "transfer-encoding": _, ...headers } = wire.headers;
  return {
    wire: {
      ...wire,
      headers: { ...headers, "content-length": String(half) },
      body: [{ bytes: whole.subarray(0, half), mark: "whole" }],
    },
    kept: half,
    of: whole.length,
  };
}

/** The beginning of an object or an array is never valid JSON, because its bracket stays open. */
function middleOfDocument(bytes: Uint8Array): number | undefined {
  const value = parseJson(decodeText(bytes));
  return typeof value === "object" && value !== null ? Math.max(1, Math.floor(bytes.length / 2)) : undefined;
}

function middleOfStream(frames: readonly Frame[]): number | undefined {
  const told = frames.filter(({ bytes }) => bytes.includes(0x7b));
  const middle = told[Math.floor(told.length / 2)];
  if (middle === undefined) return undefined;
  const before = frames.slice(0, frames.indexOf(middle)).reduce((sum, { bytes }) => sum + bytes.length, 0);
  return before + middleOfPayload(middle.bytes);
}
