import { between, type Chance } from "../../domain/chance.ts";
import type { Frame } from "../../domain/wire.ts";
import { encodeMessage, tryDecode } from "./event-stream.ts";

/** The same message with a checksum at its end that does not hold; its lengths do, so that the next message is still found. */
export function breakMessageChecksum({ bytes, mark }: Frame): Frame {
  const broken = Uint8Array.from(bytes);
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 0xff;
  return { bytes: broken, mark };
}

/** A message whose frame and checksum hold, and whose JSON does not: cut off half-way, or noise. */
export function garbleMessage({ bytes, mark }: Frame, how: "truncated" | "noise", chance: Chance): Frame {
  const message = tryDecode(bytes);
  if (!message) return breakMessageChecksum({ bytes, mark });
  const { headers, payload } = message;
  return {
    bytes: encodeMessage({ headers, payload: how === "truncated" ? half(payload) : noise(payload, chance) }),
    mark,
  };
}

/** Without its last brace no object is complete, wherever it is cut. */
const half = (payload: Uint8Array): Uint8Array => payload.subarray(0, Math.ceil(payload.length / 2));

/** Printable, and no JSON by its first character. */
function noise(payload: Uint8Array, chance: Chance): Uint8Array {
  const bytes = Uint8Array.from({ length: Math.max(8, payload.length) }, () => between(chance, 0x21, 0x7e));
  bytes[0] = 0x7e;
  return bytes;
}
