import type { Frame, Piece } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";

const isEvent = (piece: Piece): piece is Frame => !isBreak(piece) && piece.mark !== "comment";
export const isContent = (piece: Piece): piece is Frame => !isBreak(piece) && piece.mark === "content";

/** Passes pieces on with the first event, keep-alives aside, replaced by what `change` gives for it. False if none came. */
export async function* changeNext(
  pieces: AsyncIterable<Piece>,
  change: (event: Frame) => readonly Piece[],
): AsyncGenerator<Piece, boolean> {
  let changed = false;
  for await (const piece of pieces) {
    if (changed || !isEvent(piece)) yield piece;
    else {
      changed = true;
      yield* change(piece);
    }
  }
  return changed;
}
