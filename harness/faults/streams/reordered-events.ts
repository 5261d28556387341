import { defineFault } from "../../domain/fault.ts";
import type { Frame, Piece } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";
import { isContent } from "../shared/next-event.ts";
import { interrupt } from "./interrupt.ts";
import { where as at, positioned } from "./position.ts";

const alike = (a: Frame, b: Frame): boolean => Buffer.compare(a.bytes, b.bytes) === 0;

/** Swaps the first two content events that follow each other and differ. The first of them is held until the second is there. */
async function* swapped(pieces: AsyncIterable<Piece>, done: () => void): AsyncGenerator<Piece, boolean> {
  let held: Frame | undefined;
  let over = false;
  for await (const piece of pieces) {
    // A keep-alive between the two does not part them.
    if (over || (!isContent(piece) && "mark" in piece && piece.mark === "comment")) {
      yield piece;
    } else if (held === undefined) {
      if (isContent(piece)) held = piece;
      else yield piece;
    } else if (!isContent(piece)) {
      yield held;
      yield piece;
      held = undefined;
    } else if (alike(held, piece)) {
      yield held;
      held = piece;
    } else {
      done();
      over = true;
      yield piece;
      yield held;
      held = undefined;
    }
  }
  if (held !== undefined) yield held;
  return over;
}

export const reorderedEvents = defineFault({
  name: "reordered-events",
  summary: "Two neighbouring content events of a stream, words or parts of tool arguments, come in the wrong order.",
  boundaries: everywhere,
  params: positioned({}, { afterContent: 1 }),
  streamsOnly: true,
  requires: () => ["stream"],
  describe: (position) => `the two content events ${at(position)} are swapped`,
  transmit: (pieces, call, context, position) =>
    interrupt(pieces, call, position, context, {
      async *streamed({ where, rest }) {
        const found = yield* swapped(rest(), () => context.note(`two content events swapped ${where}`));
        if (!found) context.idle(`no two different content events came ${where}`);
      },
    }),
});
