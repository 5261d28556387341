import { z } from "zod";
import type { FaultContext } from "../../domain/fault.ts";
import type { Frame, Piece } from "../../domain/wire.ts";
import { count } from "../shared/sentence.ts";
import { Tap } from "../shared/tap.ts";

export const afterContent = (frames = 3) =>
  z
    .int()
    .nonnegative()
    .default(frames)
    .describe("How many content events pass untouched first; a shorter stream is struck before its terminal events.");

interface Strikes {
  /** In the middle of a stream: `where` says after how much, `rest` is what has not been sent. */
  streamed(where: string, rest: () => AsyncIterable<Piece>): AsyncIterable<Piece>;
  /** The body is in one piece. */
  whole?(frame: Frame, rest: () => AsyncIterable<Piece>): AsyncIterable<Piece>;
}

/** Passes a body on until `wanted` content frames have gone by, then lets a fault continue it. */
export async function* interrupt(
  pieces: AsyncIterable<Piece>,
  wanted: number,
  context: FaultContext,
  strikes: Strikes,
): AsyncGenerator<Piece> {
  const tap = new Tap(pieces);
  try {
    const point = yield* tap.until(wanted);
    if (point.at === "over") {
      context.idle(`the stream ended after ${count(point.passed, "content event")}`);
    } else if (point.at !== "whole") {
      yield* strikes.streamed(`after ${count(point.passed, "content event")}`, () => tap.rest());
    } else if (strikes.whole === undefined) {
      context.idle("the reply was not streamed");
      yield point.frame;
      yield* tap.rest();
    } else {
      yield* strikes.whole(point.frame, () => tap.rest());
    }
  } finally {
    await tap.close();
  }
}
