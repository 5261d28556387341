import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import type { Frame } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";
import { describeDistribution, distribution, sample } from "../shared/distribution.ts";

const params = z.strictObject({
  gap: distribution().prefault("100ms").describe("Wait before each slice: a duration or a distribution."),
  bytes: z
    .int()
    .min(1)
    .default(32)
    .describe("Size of a slice in bytes; events are cut anywhere, as a network may cut them."),
});

/**
 * A frame in slices, each after its gap; a slice whose gap is 0 ms comes with the one before it. Only the last slice
 * keeps the mark: what counts or follows frames still sees whole events.
 */
async function* sliced(frame: Frame, size: number, gap: () => number, wait: (ms: number) => Promise<void>) {
  let sent = 0;
  for (let from = 0; from < frame.bytes.length || from === 0; from += size) {
    const ms = gap();
    if (ms === 0) continue;
    if (from > sent) yield { bytes: frame.bytes.subarray(sent, from), mark: "comment" as const };
    sent = from;
    await wait(ms);
  }
  yield sent === 0 ? frame : { bytes: frame.bytes.subarray(sent), mark: frame.mark };
}

export const trickle = defineFault({
  name: "trickle",
  summary: "The body arrives in small slices with a gap before each, so that it is never idle for long and never done.",
  boundaries: everywhere,
  params,
  describe: ({ gap, bytes }) => `${bytes} bytes at a time, gap ${describeDistribution(gap)}`,
  async *transmit(pieces, _call, context, { gap, bytes }) {
    let waited = false;
    const draw = (): number => Math.round(sample(gap, context.chance));
    const wait = (ms: number): Promise<void> => {
      if (!waited) context.note(`body in slices of ${bytes} bytes, gap ${describeDistribution(gap)}`);
      waited = true;
      return context.clock.sleep(ms, context.signal);
    };
    for await (const piece of pieces) {
      if (isBreak(piece)) yield piece;
      else yield* sliced(piece, bytes, draw, wait);
    }
    if (!waited) context.idle("no slice had to wait");
  },
});
