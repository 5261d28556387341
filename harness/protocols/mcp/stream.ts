import type { Binding, MidStream, ReplyHead } from "../../domain/protocol.ts";
import { decodeText, type Frame, isBreak, type Piece, piecesOf, type WireReply } from "../../domain/wire.ts";
import { isRpcResponse } from "../shared/json-rpc.ts";
import { relocated } from "../shared/relocate.ts";
import { commentFrame, eventFrame, isEventStream, type Marker, parseEvents } from "../shared/sse.ts";
import { splitEvents } from "../shared/sse-splitter.ts";
import { wholeChunks } from "../shared/whole-chunks.ts";
import { errorMessage } from "./failures.ts";
import { noNews } from "./progress.ts";
import { askedOf } from "./request.ts";

/**
 * The response ends the stream of its request, so faults strike before it. On the stream of the old transport, which begins with
 * `endpoint`, responses are content like all else: it goes on after them.
 */
function marker(): Marker {
  let shared = false;
  return (name, data) => {
    if (name === "endpoint") {
      shared = true;
      return "open";
    }
    return isRpcResponse(data) && !shared ? "close" : "content";
  };
}

export const split = (chunks: AsyncIterable<Uint8Array>, { headers }: ReplyHead): AsyncIterable<Frame> =>
  isEventStream(headers) ? splitEvents(chunks, marker()) : wholeChunks(chunks);

export const midStream: MidStream = {
  failures: ["server-error"],
  failure: (failure, _context, call) => eventFrame("message", errorMessage(failure, call && askedOf(call)), "close"),
  keepAlive: () => commentFrame("keepalive"),
  emptyDelta: (_context, call, last, nth = 1) =>
    eventFrame("message", noNews(call && askedOf(call)?.progressToken, last, nth), "comment"),
};

/** The old transport tells the address for its POSTs in the first event of its stream. */
export function relocateStream(reply: WireReply, binding: Binding, reachedAt: string): WireReply {
  if (!isEventStream(reply.headers)) return reply;
  const base = URL.parse(binding.url);
  const move = (piece: Piece): Piece => {
    if (isBreak(piece) || piece.mark !== "open") return piece;
    const [event] = parseEvents(decodeText(piece.bytes));
    const told = event?.event === "endpoint" && base ? URL.parse(event.data, base)?.href : undefined;
    const moved = told === undefined ? undefined : relocated(told, binding, reachedAt);
    return moved === undefined || moved === told ? piece : eventFrame("endpoint", moved, "open");
  };
  async function* body(): AsyncIterable<Piece> {
    for await (const piece of piecesOf(reply.body)) yield move(piece);
  }
  return { ...reply, body: body() };
}
