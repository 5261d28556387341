import { PassThrough, Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBreak, type Piece } from "../domain/wire.ts";
import { messagesOf } from "./websocket-messages.ts";

const kinds = { part: 0x01, last: 0x80, text: 0x81, close: 0x88, ping: 0x89 } as const;
type Kind = keyof typeof kinds;

/** As a server sends it: unmasked (RFC 6455, 5.2). */
function frameOf(kind: Kind, length: number): Buffer {
  const size =
    length < 126
      ? Buffer.from([length])
      : length < 65_536
        ? Buffer.from([126, length >> 8, length & 255])
        : Buffer.concat([Buffer.from([127]), Buffer.from(BigInt(length).toString(16).padStart(16, "0"), "hex")]);
  return Buffer.concat([Buffer.from([kinds[kind]]), size, Buffer.alloc(length, 97)]);
}

/** Each chunk as one read. */
const piecesOf = (chunks: readonly Buffer[], protocol = "websocket"): Promise<readonly Piece[]> =>
  Array.fromAsync(messagesOf(Readable.from(chunks), protocol));

const bytesOf = (pieces: readonly Piece[]): Buffer =>
  Buffer.concat(pieces.flatMap((piece) => (isBreak(piece) ? [] : [piece.bytes])));
const marksOf = (pieces: readonly Piece[]): readonly string[] =>
  pieces.map((piece) => (isBreak(piece) ? piece.ending : piece.mark));
const marks = { part: "comment", last: "content", text: "content", close: "close", ping: "comment" } as const;

describe("what a service says on a WebSocket", () => {
  it("is one piece for each frame, however the network cuts it, and no byte is another", async () => {
    const frames = fc.array(
      fc.record({
        kind: fc.constantFrom(...(Object.keys(kinds) as Kind[])),
        length: fc.constantFrom(0, 1, 125, 126, 70_000),
      }),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(frames, fc.array(fc.integer({ min: 1, max: 80_000 }), { maxLength: 12 }), async (said, cuts) => {
        const all = Buffer.concat(said.map(({ kind, length }) => frameOf(kind, length)));
        const ends = [...cuts].sort((a, b) => a - b);
        const chunks = [...ends, all.length].map((end, index) => all.subarray(ends[index - 1] ?? 0, end));
        const pieces = await piecesOf(chunks.filter(({ length }) => length > 0));
        expect(marksOf(pieces)).toEqual(said.map(({ kind }) => marks[kind]));
        expect(bytesOf(pieces).equals(all)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("does not wait for the end of what is very long, and passes on what is cut short", async () => {
    const long = frameOf("text", 3_000_000);
    const parts = [long.subarray(0, 1_500_000), long.subarray(1_500_000), frameOf("text", 10).subarray(0, 5)];
    const pieces = await piecesOf(parts);
    expect(bytesOf(pieces).equals(Buffer.concat(parts))).toBe(true);
    expect(marksOf(pieces).filter((mark) => mark === "content")).toHaveLength(1);
    expect(marksOf(pieces).at(-1)).toBe("comment");
  });

  it("breaks where the service breaks, and is passed on as it comes in other protocols", async () => {
    const tunnel = new PassThrough();
    tunnel.write(frameOf("text", 3));
    const reading = Array.fromAsync(messagesOf(tunnel, "websocket"));
    setImmediate(() => tunnel.destroy(new Error("ECONNRESET")));
    expect(marksOf(await reading)).toEqual(["content", "reset"]);
    expect(marksOf(await piecesOf([Buffer.from("any"), Buffer.from("thing")], "other"))).toEqual([
      "content",
      "content",
    ]);
  });
});
