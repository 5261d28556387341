import type { Chance } from "../../domain/chance.ts";
import { between } from "../../domain/chance.ts";

/** Where the line breaks that end an event begin: they are kept, so that the events around it stay whole. */
function endOfEvent(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 10 || bytes[end - 1] === 13)) end -= 1;
  return end;
}

/** The middle of an event's payload: cut before `data: {`, and clients would skip the event as an empty one. */
export function middleOfPayload(bytes: Uint8Array, end = endOfEvent(bytes)): number {
  const start = Math.max(0, bytes.indexOf(0x7b));
  return start + Math.floor((end - start) / 2);
}

/** One event with the second half of its payload lost or replaced by printable noise. */
export function spoil(bytes: Uint8Array, how: "truncated" | "noise", chance: Chance): Uint8Array {
  const end = endOfEvent(bytes);
  const half = middleOfPayload(bytes, end);
  if (how === "truncated") return Buffer.concat([bytes.subarray(0, half), bytes.subarray(end)]);
  const noisy = Uint8Array.from(bytes);
  for (let i = half; i < end; i += 1) noisy[i] = between(chance, 33, 126);
  return noisy;
}
