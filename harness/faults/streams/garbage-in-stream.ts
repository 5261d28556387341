import { z } from "zod";
import type { Chance } from "../../domain/chance.ts";
import { between } from "../../domain/chance.ts";
import { defineFault } from "../../domain/fault.ts";
import { isBreak } from "../../domain/wire.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { count } from "../shared/sentence.ts";
import { afterContent, interrupt } from "./interrupt.ts";

const params = z.strictObject({
  afterContent: afterContent(),
  how: z
    .enum(["truncated", "noise"])
    .default("truncated")
    .describe(
      "`truncated`: the event loses the second half of its payload. `noise`: they are replaced by random ones.",
    ),
});

/** Where the line breaks that end an event begin: they are kept, so that the events around it stay whole. */
function endOfEvent(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 10 || bytes[end - 1] === 13)) end -= 1;
  return end;
}

/** The middle of the payload: cut before `data: {`, and clients would skip the event as an empty one. */
function middleOfPayload(bytes: Uint8Array, end: number): number {
  const start = Math.max(0, bytes.indexOf(0x7b));
  return start + Math.floor((end - start) / 2);
}

/** One event with the second half of its payload lost or replaced by printable noise. */
export function spoil(bytes: Uint8Array, how: z.output<typeof params>["how"], chance: Chance): Uint8Array {
  const end = endOfEvent(bytes);
  const half = middleOfPayload(bytes, end);
  if (how === "truncated") return Buffer.concat([bytes.subarray(0, half), bytes.subarray(end)]);
  const noisy = Uint8Array.from(bytes);
  for (let i = half; i < end; i += 1) noisy[i] = between(chance, 33, 126);
  return noisy;
}

export const garbageInStream = defineFault({
  name: "garbage-in-stream",
  summary: "One event in the middle of a stream arrives damaged, and the stream goes on.",
  boundaries: onlyModel,
  params,
  streamsOnly: true,
  describe: ({ afterContent: n, how }) => `one damaged event (${how}) after ${n} content events`,
  transmit: (pieces, _call, context, given) =>
    interrupt(pieces, given.afterContent, context, {
      async *streamed(where, rest) {
        let damaged = false;
        for await (const piece of rest()) {
          if (damaged || isBreak(piece) || piece.mark === "comment") {
            yield piece;
            continue;
          }
          damaged = true;
          const garble = context.protocol.midStream?.garble;
          context.note(`${count(1, "event")} damaged (${given.how}) ${where}`);
          yield garble
            ? garble(piece, given.how, context.chance)
            : { bytes: spoil(piece.bytes, given.how, context.chance), mark: piece.mark };
        }
        if (!damaged) context.idle(`no event came ${where}`);
      },
    }),
});
