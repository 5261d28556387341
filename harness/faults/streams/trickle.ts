import { z } from "zod";
import type { FaultContext } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { Frame, Piece } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";
import { describeDistribution, distribution, sample } from "../shared/distribution.ts";
import { interrupt } from "./interrupt.ts";
import { where as at, positioned, positionOf } from "./position.ts";

const params = positioned(
  {
    gap: distribution().prefault("100ms").describe("Wait before each slice: a duration or a distribution."),
    bytes: z
      .int()
      .min(1)
      .default(32)
      .describe("Size of a slice in bytes; events are cut anywhere, as a network may cut them."),
  },
  { afterBytes: 0 },
);

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

type Slices = Pick<z.output<typeof params>, "gap" | "bytes">;

async function* trickling(
  pieces: AsyncIterable<Piece>,
  { gap, bytes }: Slices,
  context: FaultContext,
  from: string,
): AsyncGenerator<Piece> {
  let waited = false;
  const draw = (): number => Math.round(sample(gap, context.chance));
  const wait = (ms: number): Promise<void> => {
    if (!waited) context.note(`body in slices of ${bytes} bytes, gap ${describeDistribution(gap)}${from}`);
    waited = true;
    return context.clock.sleep(ms, context.signal);
  };
  for await (const piece of pieces) {
    if (isBreak(piece)) yield piece;
    else yield* sliced(piece, bytes, draw, wait);
  }
  if (!waited) context.idle("no slice had to wait");
}

async function* followed(first: Piece, rest: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  yield first;
  yield* rest;
}

export const trickle = defineFault({
  name: "trickle",
  summary: "The body arrives in small slices with a gap before each, so that it is never idle for long and never done.",
  boundaries: everywhere,
  params,
  describe: ({ gap, bytes, ...position }) => {
    const from = positionOf(position).n === 0 ? "" : ` ${at(position)}`;
    return `${bytes} bytes at a time, gap ${describeDistribution(gap)}${from}`;
  },
  transmit: (pieces, call, context, { gap, bytes, ...position }) =>
    interrupt(pieces, call, position, context, {
      splits: true,
      streamed: ({ where, rest }) =>
        trickling(rest(), { gap, bytes }, context, positionOf(position).n === 0 ? "" : ` ${where}`),
      whole: (frame, rest) => trickling(followed(frame, rest()), { gap, bytes }, context, ""),
    }),
});
