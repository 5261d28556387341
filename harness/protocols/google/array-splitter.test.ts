import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeText, type Frame } from "../../domain/wire.ts";
import { collect } from "../testing/collect.ts";
import { chunksOf } from "../testing/describe-round-trip.ts";
import { splitArray } from "./array-splitter.ts";
import { gemini } from "./index.ts";

const text = ({ bytes }: Frame): string => Buffer.from(bytes).toString("latin1");
const marker = (value: unknown): Frame["mark"] => (typeof value === "object" ? "content" : "close");
const split = (bytes: Uint8Array, cuts: readonly number[]): Promise<Frame[]> =>
  collect(splitArray(chunksOf(bytes, cuts), marker));

describe("splitting a growing array", () => {
  it("never changes a byte of anything, and gives the same frames however it is chunked", async () => {
    const anything = fc
      .array(fc.oneof(fc.constantFrom('"', "\\", "[", "]", "{", "}", ",\r\n", '{"a":"]"}', "é"), fc.string()))
      .map((parts) => encodeText(parts.join("")));
    await fc.assert(
      fc.asyncProperty(anything, fc.array(fc.nat(), { maxLength: 8 }), async (bytes, cuts) => {
        const frames = await split(bytes, cuts);
        expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(Buffer.from(bytes))).toBe(true);
        expect(frames.map(text)).toEqual((await split(bytes, [])).map(text));
      }),
      { numRuns: 400 },
    );
  });

  it("makes a frame of each element, however it is printed", async () => {
    const elements = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(elements, fc.constantFrom(undefined, 2), async (list, indent) => {
        const body = `[${list.map((one) => JSON.stringify(one, null, indent)).join(",\r\n")}\n]`;
        const frames = await split(encodeText(body), []);
        expect(frames.map(({ mark }) => mark)).toEqual([...list.map(() => "content"), "close"]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a relayed reply", () => {
  const relay = async (body: string, status = 200): Promise<string[]> => {
    const head = { status, headers: { "content-type": "application/json; charset=UTF-8" } };
    return (await collect(gemini.split?.(chunksOf(encodeText(body), [3, 9]), head) ?? emptyStream())).map(
      ({ mark }) => mark,
    );
  };
  async function* emptyStream(): AsyncGenerator<Frame> {}

  it("passes an object and an error chunk by chunk", async () => {
    expect(await relay('{"candidates":[]}')).toEqual(["whole", "whole", "whole"]);
    expect(await relay('[{"error":{"code":503}}]', 503)).toEqual(["whole", "whole", "whole"]);
  });

  it("takes an array for a stream, white space before it or not", async () => {
    const chunk = '{"candidates":[{"content":{"parts":[{"text":"x"}]}}]}';
    expect(await relay(`   \n[${chunk},\r\n${chunk}]`)).toEqual(["content", "content", "close"]);
  });
});
