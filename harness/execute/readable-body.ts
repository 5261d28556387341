import { pipeline, Readable, type Transform } from "node:stream";
import {
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  gunzipSync,
  inflateSync,
  zstdDecompressSync,
} from "node:zlib";
import type { Reply } from "../domain/call.ts";
import type { Protocol, ReplyHead } from "../domain/protocol.ts";
import { type Frame, isBreak, type Piece, piecesOf } from "../domain/wire.ts";

type Headers = Readonly<Record<string, string>>;
interface Coding {
  readonly options: { readonly finishFlush: number };
  stream(options: Coding["options"]): Transform;
  sync(bytes: Uint8Array, options: Coding["options"] & { readonly maxOutputLength: number }): Uint8Array;
}
/** A body may be cut short: what there is of it is read. */
const zlib = { finishFlush: constants.Z_SYNC_FLUSH };
const brotli = { finishFlush: constants.BROTLI_OPERATION_FLUSH };
const zstd = { finishFlush: constants.ZSTD_e_flush };
const codings: Readonly<Record<string, Coding>> = {
  gzip: { options: zlib, stream: createGunzip, sync: gunzipSync },
  deflate: { options: zlib, stream: createInflate, sync: inflateSync },
  br: { options: brotli, stream: createBrotliDecompress, sync: brotliDecompressSync },
  zstd: { options: zstd, stream: createZstdDecompress, sync: zstdDecompressSync },
};

/** The one coding of a body; undefined = none, or none that we know. */
function codingOf(headers: Headers): Coding | undefined {
  const named = headers["content-encoding"];
  return named === undefined ? undefined : codings[named.trim().toLowerCase().replace(/^x-/, "")];
}

/** A delivered body as its sender meant it, for the journal; as it is if it cannot be read. */
export function readableBytes(headers: Headers, bytes: Uint8Array, atMost: number): Uint8Array {
  const coding = codingOf(headers);
  if (!coding || bytes.length === 0) return bytes;
  try {
    return coding.sync(bytes, { ...coding.options, maxOutputLength: atMost });
  } catch {
    return bytes;
  }
}

/** Relayed bytes so that faults can read them: content coding undone, and cut into frames as if they had come without. */
export function readableReply(reply: Reply, split: Protocol["split"]): Reply {
  const coding = reply.kind === "raw" ? codingOf(reply.wire.headers) : undefined;
  if (reply.kind !== "raw" || !coding) return reply;
  const { status, headers: given, body } = reply.wire;
  const { "content-encoding": _coding, "content-length": _length, ...headers } = given;
  const frames = framesOf(decoded(piecesOf(body), coding), { status, headers }, split);
  return { kind: "raw", wire: { ...reply.wire, headers, body: frames } };
}

/** Bytes and how they broke off, as frames of a protocol. */
export async function* framesOf(
  pieces: AsyncIterable<Piece>,
  head: ReplyHead,
  split: Protocol["split"],
): AsyncIterable<Piece> {
  let broken: Piece | undefined;
  const chunks = (async function* (): AsyncIterable<Uint8Array> {
    for await (const piece of pieces) {
      if (isBreak(piece)) {
        broken = piece;
        return;
      }
      yield piece.bytes;
    }
  })();
  yield* split ? split(chunks, head) : whole(chunks);
  if (broken) yield broken;
}

async function* whole(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Frame> {
  for await (const bytes of chunks) yield { bytes, mark: "whole" };
}

/** An unstreamed body in one frame, for faults that strike in its middle; streams pass as they are. */
export async function* inOnePiece(pieces: AsyncIterable<Piece>): AsyncIterable<Piece> {
  const held: Uint8Array[] = [];
  const flush = function* (): Iterable<Piece> {
    if (held.length > 0) yield { bytes: held.length === 1 && held[0] ? held[0] : Buffer.concat(held), mark: "whole" };
    held.length = 0;
  };
  for await (const piece of pieces) {
    if (!isBreak(piece) && piece.mark === "whole") held.push(piece.bytes);
    else {
      yield* flush();
      yield piece;
    }
  }
  yield* flush();
}

async function* decoded(pieces: AsyncIterable<Piece>, coding: Coding): AsyncIterable<Piece> {
  let broken: Piece | undefined;
  const chunks = (async function* (): AsyncIterable<Uint8Array> {
    for await (const piece of pieces) {
      if (isBreak(piece)) {
        broken = piece;
        return;
      }
      yield piece.bytes;
    }
  })();
  const plain = pipeline(Readable.from(chunks, { objectMode: true }), coding.stream(coding.options), () => {});
  for await (const bytes of plain) yield { bytes: bytes as Buffer, mark: "content" };
  if (broken) yield broken;
}
