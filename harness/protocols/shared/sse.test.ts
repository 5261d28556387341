import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, encodeText, type Frame } from "../../domain/wire.ts";
import { collect } from "../testing/collect.ts";
import { argumentDeltas, wordDeltas } from "./deltas.ts";
import { framesOfRuns, frameText, parseEvents, runOfTexts } from "./sse.ts";
import { splitEvents } from "./sse-splitter.ts";

const marker = (name: string | undefined): Frame["mark"] => (name === "end" ? "close" : "content");
const text = ({ bytes }: Frame): string => decodeText(bytes);

async function* feed(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
const split = (chunks: readonly (string | Uint8Array)[]): Promise<Frame[]> =>
  collect(splitEvents(feed(chunks.map((chunk) => (typeof chunk === "string" ? encodeText(chunk) : chunk))), marker));

/** Bodies made mostly of what matters to the splitter. */
const body = fc
  .array(fc.oneof(fc.constantFrom("\r", "\n", "\r\n", "data: x", "event: end", ": c", "é"), fc.string()), {
    maxLength: 30,
  })
  .map((parts) => encodeText(parts.join("")));
const cutAt = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((to, index) => bytes.subarray(at[index], to));
};

describe("splitting a relayed stream", () => {
  it("never changes a byte, however the body is chunked", async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.array(fc.nat(), { maxLength: 8 }), async (bytes, cuts) => {
        const frames = await split(cutAt(bytes, cuts));
        expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same frames byte by byte as all at once", async () => {
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        const lead = encodeText("data: first\n\n");
        const all = Buffer.concat([lead, bytes]);
        const single = [...all].map((byte) => Uint8Array.of(byte));
        expect((await split(single)).map(text)).toEqual((await split([all])).map(text));
      }),
      { numRuns: 300 },
    );
  });

  it.each(["\n", "\r\n", "\r"])("ends a frame at a blank line of %j", async (end) => {
    const first = `event: a${end}data: 1${end}${end}`;
    const last = `event: end${end}data: 2${end}${end}`;
    const frames = await split([first + last]);
    expect(frames.map(text)).toEqual([first, last]);
    expect(frames.map(({ mark }) => mark)).toEqual(["content", "close"]);
  });

  it("hands an event on as soon as its blank line is there", async () => {
    let more: (() => void) | undefined;
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield encodeText("data: 1\n\ndata: 2\n");
      await new Promise<void>((resolve) => {
        more = resolve;
      });
      yield encodeText("\n");
    }
    const frames = splitEvents(slow(), marker)[Symbol.asyncIterator]();
    expect(text((await frames.next()).value as Frame)).toBe("data: 1\n\n");
    const second = frames.next();
    await expect.poll(() => more).toBeDefined();
    more?.();
    expect(text((await second).value as Frame)).toBe("data: 2\n\n");
  });

  it("marks keep-alives as comments and flushes what has no end", async () => {
    const frames = await split([": keep-alive\n\n", "data: 1\n\nda", "ta: 2"]);
    expect(frames.map(({ mark, bytes }) => [mark, decodeText(bytes)])).toEqual([
      ["comment", ": keep-alive\n\n"],
      ["content", "data: 1\n\n"],
      ["content", "data: 2"],
    ]);
  });

  it("lets a body that is no stream through at once, in its own chunks", async () => {
    const frames = await split([" ", '{"a":', "1}\n\n"]);
    expect(frames.map(({ mark, bytes }) => [mark, decodeText(bytes)])).toEqual([
      ["whole", " "],
      ["whole", '{"a":'],
      ["whole", "1}\n\n"],
    ]);
  });
});

describe("parsing events", () => {
  it("joins data lines, strips one space, and leaves comments out", () => {
    expect(parseEvents("\uFEFF: hi\nevent: x\ndata: a\ndata:  b\n\nid: 7\n\ndata\n\n")).toEqual([
      { event: "x", data: "a\n b" },
      { data: "" },
    ]);
  });
});

describe("deltas", () => {
  it.each([wordDeltas, argumentDeltas])("joined are the text, whole code points each", (deltas) => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (given) => {
        const parts = deltas(given);
        expect(parts.join("")).toBe(given);
        expect(parts.every((part) => part.length > 0)).toBe(true);
      }),
    );
  });

  it("are about a word each", () => {
    expect(wordDeltas("Your order is late. ")).toEqual(["Your", " order", " is", " late.", " "]);
  });
});

describe("frames from runs of texts", () => {
  it("are the bytes of each text, whatever its letters, and lie side by side", () => {
    const letters = fc.string({
      unit: fc.oneof(fc.constantFrom('"', "\\", "\n", "a"), fc.string({ unit: "grapheme" })),
    });
    const run = fc.record({ before: letters, texts: fc.array(letters), after: letters });
    fc.assert(
      fc.property(fc.array(fc.oneof(letters, run)), (given) => {
        const frames = framesOfRuns(
          given.map((one) =>
            typeof one === "string" ? frameText(one, "open") : runOfTexts(one.before, one.texts, one.after, "content"),
          ),
        );
        expect(frames.map((frame) => [frame.mark, text(frame)])).toEqual(
          given.flatMap((one) =>
            typeof one === "string"
              ? [["open", one]]
              : one.texts.map((each) => ["content", one.before + JSON.stringify(each) + one.after]),
          ),
        );
        expect(new Set(frames.map(({ bytes }) => bytes.buffer)).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});
