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
 * Only the last slice keeps the mark: what counts or follows frames still sees whole events.
 */
function* slices(frame: Frame, size: number): Generator<Frame> {
  for (let from = 0; from < frame.bytes.length || from === 0; from += size) {
    const last = from + size >= frame.bytes.length;
    yield { bytes: frame.bytes.subarray(from, from + size), mark: last ? frame.mark : "comment" };
  }
}

export const trickle = defineFault({
  name: "trickle",
  summary: "The body arrives in small slices with a gap before each, so that it is never idle for long and never done.",
  boundaries: everywhere,
  params,
  describe: ({ gap, bytes }) => `${bytes} bytes at a time, gap ${describeDistribution(gap)}`,
  async *transmit(pieces, _call, context, { gap, bytes }) {
    context.note(`body in slices of ${bytes} bytes, gap ${describeDistribution(gap)}`);
    for await (const piece of pieces) {
      if (isBreak(piece)) {
        yield piece;
        continue;
      }
      for (const slice of slices(piece, bytes)) {
        await context.clock.sleep(Math.round(sample(gap, context.chance)), context.signal);
        yield slice;
      }
    }
  },
});
