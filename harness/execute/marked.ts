import type { Protocol } from "../domain/protocol.ts";
import { type Break, isBreak, type Piece, piecesOf, type WireReply } from "../domain/wire.ts";

/** A mock's streamed reply in the protocol's frames, so that faults find its events as they find those of a live service. */
export function marked(reply: WireReply, { split }: Protocol): WireReply {
  if (split === undefined || Array.isArray(reply.body)) return reply;
  return { ...reply, body: framed(reply, split) };
}

async function* framed(reply: WireReply, split: NonNullable<Protocol["split"]>): AsyncIterable<Piece> {
  let end: Break | undefined;
  async function* bytes(): AsyncIterable<Uint8Array> {
    for await (const piece of piecesOf(reply.body)) {
      if (isBreak(piece)) {
        end = piece;
        return;
      }
      yield piece.bytes;
    }
  }
  yield* split(bytes(), reply);
  if (end) yield end;
}
