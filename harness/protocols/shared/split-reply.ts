import type { ReplyHead } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { isEventStream, type Marker } from "./sse.ts";
import { splitEvents } from "./sse-splitter.ts";
import { wholeChunks } from "./whole-chunks.ts";

/** Cuts a relayed reply into events if its head says that it is an event stream, or says nothing and the body looks like one. */
export function splitReply(chunks: AsyncIterable<Uint8Array>, head: ReplyHead, marker: Marker): AsyncIterable<Frame> {
  const declared = head.headers["content-type"];
  return declared === undefined || isEventStream(head.headers) ? splitEvents(chunks, marker) : wholeChunks(chunks);
}
