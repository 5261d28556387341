import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, encodeText, type Frame } from "../../domain/wire.ts";
import { collect } from "../testing/collect.ts";
import { chunksOf } from "../testing/describe-round-trip.ts";
import { jsonLines, splitLines } from "./ndjson.ts";

const marker = (value: unknown): Frame["mark"] => (typeof value === "string" ? "close" : "content");
const text = ({ bytes }: Frame): string => Buffer.from(bytes).toString("latin1");
const split = (bytes: Uint8Array, cuts: readonly number[] = []): Promise<Frame[]> =>
  collect(splitLines(chunksOf(bytes, cuts), marker));

const body = fc
  .array(fc.oneof(fc.constantFrom("\n", "\r\n", '{"a":1}', "é"), fc.string({ unit: "binary" })), { maxLength: 30 })
  .map((parts) => encodeText(parts.join("")));

describe("splitting relayed lines", () => {
  it("never changes a byte, and gives the same frames however the body is chunked", async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.array(fc.nat(), { maxLength: 8 }), async (bytes, cuts) => {
        const frames = await split(bytes, cuts);
        expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(Buffer.from(bytes))).toBe(true);
        expect(frames.map(text)).toEqual((await split(bytes)).map(text));
      }),
      { numRuns: 500 },
    );
  });

  it("makes a frame of each line, of blank ones a comment, and of what has no end too", async () => {
    const frames = await split(encodeText('{"a":1}\n\nnoise\n{"b":'));
    expect(frames.map(({ bytes, mark }) => [decodeText(bytes), mark])).toEqual([
      ['{"a":1}\n', "content"],
      ["\n", "comment"],
      ["noise\n", "close"],
      ['{"b":', "close"],
    ]);
  });

  it("hands a line on as soon as its line feed is there", async () => {
    let more: (() => void) | undefined;
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield encodeText('{"a":1}\n{"b"');
      await new Promise<void>((resolve) => {
        more = resolve;
      });
      yield encodeText(":2}\n");
    }
    const frames = splitLines(slow(), marker)[Symbol.asyncIterator]();
    expect(text((await frames.next()).value as Frame)).toBe('{"a":1}\n');
    const second = frames.next();
    await expect.poll(() => more).toBeDefined();
    more?.();
    expect(text((await second).value as Frame)).toBe('{"b":2}\n');
  });
});

describe("reading lines", () => {
  it("leaves out what is not JSON", () => {
    expect(jsonLines(encodeText('{"a":1}\nnoise\n\n[2]'))).toEqual([{ a: 1 }, [2]]);
  });
});
