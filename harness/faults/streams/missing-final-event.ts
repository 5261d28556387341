import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import type { Frame, Piece } from "../../domain/wire.ts";
import { decodeText, isBreak } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";

const params = z.strictObject({
  missing: z
    .enum(["last", "all"])
    .default("last")
    .describe("`last`: only the last terminal event never comes. `all`: no terminal event comes."),
});

/** The beginning of an event as people can read it, also in a binary message. */
const shown = ({ bytes }: Frame): string =>
  decodeText(bytes.subarray(0, 400))
    .replaceAll(/[^ -~]+/g, " ")
    .trim()
    .slice(0, 60);

/** A terminal event is held until another event is there: only then is it known not to be the last. */
async function* withoutLast(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece, Frame | undefined> {
  let terminal: Frame | undefined;
  let behind: Piece[] = [];
  for await (const piece of pieces) {
    if (terminal !== undefined && !isBreak(piece) && piece.mark === "comment") {
      behind.push(piece);
      continue;
    }
    if (terminal !== undefined) {
      yield terminal;
      yield* behind;
      terminal = undefined;
      behind = [];
    }
    if (!isBreak(piece) && piece.mark === "close") terminal = piece;
    else yield piece;
    if (isBreak(piece)) return undefined;
  }
  yield* behind;
  return terminal;
}

/** The first terminal event is the end. */
async function* withoutAny(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece, Frame | undefined> {
  for await (const piece of pieces) {
    if (!isBreak(piece) && piece.mark === "close") return piece;
    yield piece;
    if (isBreak(piece)) return undefined;
  }
  return undefined;
}

export const missingFinalEvent = defineFault({
  name: "missing-final-event",
  summary:
    "A stream brings all of its content and ends cleanly, but its last terminal event, or all of them, never come.",
  boundaries: everywhere,
  params,
  streamsOnly: true,
  requires: () => ["stream"],
  describe: ({ missing }) => (missing === "all" ? "no terminal event comes" : "the last terminal event never comes"),
  async *transmit(pieces, _call, context, { missing }) {
    const absent = yield* missing === "all" ? withoutAny(pieces) : withoutLast(pieces);
    if (absent === undefined) {
      context.idle("the reply had no terminal event");
      return;
    }
    const which = missing === "all" ? "neither this event nor any after it came" : "this event never came";
    context.note(`${which}, then a clean end: ${shown(absent)}`);
    yield { ending: "end" };
  },
});
