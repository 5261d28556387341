import type { ReplyHead } from "../../domain/protocol.ts";
import type { Frame, FrameMark } from "../../domain/wire.ts";
import {
  isBinaryEventStream,
  preludeBytes,
  readEvent,
  readPrelude,
  type StreamEvent,
  tryDecode,
} from "./event-stream.ts";
import { wholeChunks } from "./whole-chunks.ts";

/** What a message is to its stream. Stateful: structure before the first content is `open`, later it goes with the content. */
export type EventMarker = (event: StreamEvent) => FrameMark;

/**
 * Cuts a relayed binary stream into one frame per message. The frames joined are the input, byte for byte, and are the same
 * however the input was chunked. A message leaves with its last byte. After bytes that are no prelude nothing can be cut any
 * more: they and what follows pass chunk by chunk, marked `whole`. What is left at the end is a frame of its own.
 */
export async function* splitMessages(chunks: AsyncIterable<Uint8Array>, marker: EventMarker): AsyncIterable<Frame> {
  const held = new Held();
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      at += held.take(chunk.subarray(at));
      const bytes = held.complete();
      if (bytes) yield { bytes, mark: held.lost ? "whole" : markOf(bytes, marker) };
    }
  }
  const rest = held.rest();
  if (rest.length > 0) yield { bytes: rest, mark: held.lost ? "whole" : "content" };
}

/** Bytes waiting for the end of their message; joined once, however small they came. */
class Held {
  #parts: Uint8Array[] = [];
  #size = 0;
  #wanted: number = preludeBytes;
  /** The stream cannot be cut from here on. */
  lost = false;

  /** How many of the bytes were taken. */
  take(bytes: Uint8Array): number {
    const part = this.lost ? bytes : bytes.subarray(0, this.#wanted - this.#size);
    this.#parts.push(part);
    this.#size += part.length;
    return part.length;
  }

  /** The message, if it is complete. Knows after the prelude how long it will be. */
  complete(): Uint8Array | undefined {
    if (this.lost) return this.rest();
    if (this.#size < this.#wanted) return undefined;
    if (this.#wanted > preludeBytes) return this.rest();
    const prelude = readPrelude(this.#joined());
    if (prelude) {
      this.#wanted = prelude.total;
      return undefined;
    }
    this.lost = true;
    return this.rest();
  }

  rest(): Uint8Array {
    const bytes = this.#joined();
    this.#parts = [];
    this.#size = 0;
    this.#wanted = preludeBytes;
    return bytes;
  }

  #joined(): Uint8Array {
    const [only, ...others] = this.#parts;
    const bytes = only && others.length === 0 ? only : Buffer.concat(this.#parts);
    this.#parts = [bytes];
    return bytes;
  }
}

/** A message whose checksum does not hold is content: clients fail on it where it stands. */
function markOf(bytes: Uint8Array, marker: EventMarker): FrameMark {
  const message = tryDecode(bytes);
  return message ? marker(readEvent(message)) : "content";
}

/** Cuts a relayed reply into messages if its head says that it is a binary event stream. */
export const splitBinaryReply = (
  chunks: AsyncIterable<Uint8Array>,
  { headers }: ReplyHead,
  marker: EventMarker,
): AsyncIterable<Frame> => (isBinaryEventStream(headers) ? splitMessages(chunks, marker) : wholeChunks(chunks));
