/** Plain data for the hot path: what crosses a socket, with no classes of any HTTP library. */

export interface WireRequest {
  readonly method: string;
  /** Absolute. Behind the gateway it is already rewritten to the dependency's own address. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What the client speaks, where the route knows; absent = HTTP/1.1. */
  readonly version?: "1.1" | "2";
  /** Behind the gateway: the address at which the client reaches the dependency, for replies that tell addresses. */
  readonly reachedAt?: string;
  /** Where the dependency itself is reached, if its address is none that can be connected to: a server behind standard streams. */
  readonly upstream?: string;
}

/**
 * What a frame is to the stream that it belongs to. `whole`: an unstreamed body. `open`: events before any content.
 * `content`: carries text, tool arguments or hits. `close`: terminal events. `comment`: keep-alive that no client shows.
 */
export type FrameMark = "whole" | "open" | "content" | "close" | "comment";

/** One indivisible piece of a body: for SSE exactly one event with its blank line, for a binary stream one message. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly mark: FrameMark;
}

/**
 * How a body stops when it does not simply run out: `reset` = TCP RST, `silence` = open but nothing more, `end` = clean FIN here.
 * HTTP/2 alone has `stream-reset` (RST_STREAM with INTERNAL_ERROR) and `goaway` (GOAWAY with INTERNAL_ERROR, then the connection
 * closes); over HTTP/1.1 both are resets.
 */
export type Ending = "reset" | "silence" | "end" | "stream-reset" | "goaway";
export interface Break {
  readonly ending: Ending;
}
export type Piece = Frame | Break;
export const isBreak = (piece: Piece): piece is Break => "ending" in piece;

export interface WireReply {
  readonly status: number;
  /** Lower-case names; repeated ones joined by commas (RFC 9110, 5.2). */
  readonly headers: Readonly<Record<string, string>>;
  /** The `set-cookie` lines, the one header that cannot be joined (RFC 6265, 3). */
  readonly cookies?: readonly string[];
  readonly body: readonly Piece[] | AsyncIterable<Piece>;
  /** After a 101 of the live service: the connection to it (a Duplex of Node's), for whoever joins the client's to it. */
  readonly tunnel?: object;
  /**
   * What the service says on that connection, message by message, for faults on the way back. Asked for once at the most: whoever
   * joins a reply with such a body writes its pieces in place of what comes.
   */
  readonly said?: () => AsyncIterable<Piece>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** UTF-8. Streams are long and mostly ASCII, of which each letter is its byte; what is short shares memory with its like. */
export function encodeText(text: string): Uint8Array {
  if (text.length < 1024) {
    const { buffer, byteOffset, length } = Buffer.from(text);
    return new Uint8Array(buffer, byteOffset, length);
  }
  if (Buffer.byteLength(text) !== text.length) return encoder.encode(text);
  const bytes = Buffer.allocUnsafeSlow(text.length);
  bytes.write(text, "latin1");
  return new Uint8Array(bytes.buffer);
}
export const decodeText = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Bytes in one piece. Parts that lie side by side in one buffer, as the frames of a stream that was written at once do, are not copied. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (!first || parts.length === 1) return first ?? new Uint8Array();
  let end = first.byteOffset;
  for (const part of parts) {
    if (part.buffer !== first.buffer || part.byteOffset !== end) return Buffer.concat(parts);
    end += part.byteLength;
  }
  return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset);
}

/** The bytes of pieces that are all there, and their first break. */
export function bytesOf(pieces: readonly Piece[]): { readonly bytes: Uint8Array; readonly ending: Ending | undefined } {
  const parts: Uint8Array[] = [];
  let ending: Ending | undefined;
  for (const piece of pieces) {
    if (isBreak(piece)) ending ??= piece.ending;
    else parts.push(piece.bytes);
  }
  return { bytes: joined(parts), ending };
}

/** An unstreamed reply. */
export function wholeReply(status: number, headers: Record<string, string>, text: string): WireReply {
  const bytes = encodeText(text);
  return { status, headers: { ...headers, "content-length": String(bytes.length) }, body: [{ bytes, mark: "whole" }] };
}

export async function* piecesOf(body: WireReply["body"]): AsyncIterable<Piece> {
  yield* body;
}

/** Joins every frame of a body; a break ends it. */
export async function collectBody(
  body: WireReply["body"],
): Promise<{ bytes: Uint8Array; ending: Ending | "complete" }> {
  const parts: Uint8Array[] = [];
  let ending: Ending | "complete" = "complete";
  for await (const piece of body) {
    if (isBreak(piece)) {
      ending = piece.ending;
      break;
    }
    parts.push(piece.bytes);
  }
  return { bytes: joined(parts), ending };
}
