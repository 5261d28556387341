import fc from "fast-check";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, it } from "vitest";
import type { Fault } from "../../domain/fault.ts";
import type { Frame, Piece } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";
import { findFault } from "../index.ts";
import { transmit } from "../testing/drive.ts";
import { fakeContext, fakeProtocol, frame, modelCall, readable, streamOf, toolCall } from "../testing/fakes.ts";
import { cutStream } from "./cut-stream.ts";
import { midStreamError } from "./mid-stream-error.ts";
import { stalledStream } from "./stalled-stream.ts";
import { trickle } from "./trickle.ts";

const call = modelCall({ stream: true }, { stream: true });
const body = streamOf("one", "two", "three", "four");
const [open = "", one = "", two = "", three = "", four = ""] = readable(body);

const faultNames = [
  "cut-stream",
  "mid-stream-error",
  "stalled-stream",
  "garbage-in-stream",
  "duplicated-event",
  "reordered-events",
  "trickle",
];
const strikers = faultNames.map((name) => findFault(name) as Fault);

const streams = fc
  .array(
    fc.record({ mark: fc.constantFrom("content" as const, "comment" as const), text: fc.string({ minLength: 1 }) }),
    { maxLength: 9 },
  )
  .map((middle): Frame[] => [
    frame("open", "o"),
    ...middle.map(({ mark, text }) => frame(mark, text)),
    frame("close", "c"),
  ]);
const bytesOf = (pieces: readonly Piece[]): Buffer =>
  Buffer.concat(pieces.flatMap((piece) => (isBreak(piece) ? [] : [piece.bytes])));

describe("a position", () => {
  it("is at the most one", () => {
    for (const { params } of strikers) {
      const { error } = params.safeParse({ afterBytes: 3, afterTime: "2s" });
      expect(error?.issues).toMatchObject([
        {
          path: ["afterTime"],
          message: 'A stream is struck at one position: give "afterBytes" or "afterTime", not both',
        },
      ]);
    }
  });

  it("has a default in each fault, and none where another is given", () => {
    expect(cutStream.params.parse({})).toMatchObject({ afterContent: 3 });
    expect(cutStream.params.parse({ afterTokens: 9 })).not.toHaveProperty("afterContent");
    expect(cutStream.describe(cutStream.params.parse({ afterTime: "1500ms" }))).toMatch(/^cut after 1\.5s/);
    expect(cutStream.describe(cutStream.params.parse({ afterTokens: 1 }))).toMatch(/^cut after about 1 token,/);
  });
});

describe("positions in events", () => {
  it("count whatever a client acts on, and no keep-alives", async () => {
    const beat = frame("comment", ": ping\n\n");
    const frames = [...body.slice(0, 1), beat, ...body.slice(1)];
    const got = await transmit(cutStream, call, frames, { afterEvents: 2, how: "end" });
    expect(readable(got)).toEqual([open, ": ping\n\n", one, "<end>"]);
    expect(readable(await transmit(cutStream, call, body, { afterEvents: 0 }))).toEqual(["<reset>"]);
  });
});

describe("positions in bytes", () => {
  it("are exact, in the middle of an event too, and never behind the terminal events", async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.nat(60), async (frames, afterBytes) => {
        const most = bytesOf(frames.slice(0, -1));
        const cut = await transmit(cutStream, call, frames, { afterBytes });
        expect(bytesOf(cut)).toEqual(most.subarray(0, afterBytes));
        expect(cut.at(-1)).toEqual({ ending: "reset" });
      }),
    );
  });

  it("lose nothing of an event that they part, nor its mark", async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.nat(60), async (frames, afterBytes) => {
        const got = await transmit(stalledStream, call, frames, { afterBytes, for: "1s" });
        expect(bytesOf(got)).toEqual(bytesOf(frames));
        const marks = (pieces: readonly Piece[]) =>
          pieces.flatMap((piece) => (isBreak(piece) || piece.mark === "comment" ? [] : [piece.mark]));
        expect(marks(got)).toEqual(marks(frames));
      }),
    );
  });

  it("are moved to the end of the event where the fault sends one of its own", async () => {
    for (const [fault, given] of [
      [midStreamError, {}],
      [stalledStream, { behind: "keep-alives", for: "20s" }],
    ] as const) {
      const got = readable(await transmit(fault, call, body, { afterBytes: open.length + 3, ...given }));
      expect(got.slice(0, 2)).toEqual([open, one]);
      expect(got[2]).toMatch(/^(event: error|: keep-alive)/);
    }
  });

  it("are found in an unstreamed body too, in whatever chunks it comes", async () => {
    const chunks = ["0123", "4567", "89"].map((text) => frame("whole", text));
    const plain = toolCall();
    for (const [afterBytes, expected] of [
      [0, ["<reset>"]],
      [3, ["012", "<reset>"]],
      [4, ["0123", "<reset>"]],
      [9, ["0123", "4567", "8", "<reset>"]],
    ] as const) {
      expect(readable(await transmit(cutStream, plain, chunks, { afterBytes }))).toEqual(expected);
    }
    const context = fakeContext();
    expect(await transmit(cutStream, plain, chunks, { afterBytes: 10 }, context)).toEqual(chunks);
    expect(context.idles).toEqual(["the body ended after 10 bytes"]);
  });
});

describe("positions in tokens", () => {
  const said = (pieces: readonly Piece[]): string =>
    readable(pieces)
      .flatMap((text) => /"delta":("(?:[^"\\]|\\.)*")/.exec(text)?.slice(1) ?? [])
      .map((text) => JSON.parse(text) as string)
      .join("");
  const pieces = fc.array(fc.stringMatching(/^[a-z .,]{1,12}$/), { minLength: 1, maxLength: 12 });
  const framesOf = (texts: readonly string[]): Frame[] => [
    frame("open", "data: {}\n\n"),
    ...texts.map((delta) => frame("content", `data: ${JSON.stringify({ delta })}\n\n`)),
    frame("close", "data: [DONE]\n\n"),
  ];

  it("are reached with the first event that brings so many, counted over the joined text", async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 20 }), async (texts, afterTokens) => {
        const got = said(await transmit(cutStream, call, framesOf(texts), { afterTokens }));
        const shown = texts.map((_, end) => texts.slice(0, end + 1).join(""));
        const reached = shown.findIndex((text) => countTokens(text) >= afterTokens);
        expect(got).toBe(shown[reached < 0 ? texts.length - 1 : reached]);
      }),
    );
  });

  it("take the text from the protocol, if it says which it is", async () => {
    const protocol = { ...fakeProtocol, textOf: () => " one two three four five" };
    const context = fakeContext({ protocol });
    const got = await transmit(cutStream, call, body, { afterTokens: 6, how: "end" }, context);
    expect(readable(got)).toEqual([open, one, two, "<end>"]);
    expect(context.notes).toEqual(["cut after about 10 tokens: clean end of the connection"]);
    const none = { ...fakeProtocol, textOf: () => "" };
    expect(
      readable(await transmit(cutStream, call, body, { afterTokens: 1 }, fakeContext({ protocol: none }))),
    ).toEqual([open, one, two, three, four, "<reset>"]);
  });
});

describe("trickle", () => {
  it("begins at its position", async () => {
    const got = await transmit(trickle, call, body, { afterContent: 2, bytes: 7, gap: "10ms" });
    expect(readable(got.slice(0, 3))).toEqual([open, one, two]);
    expect(got.slice(3).every((piece) => !isBreak(piece) && piece.bytes.length <= 7)).toBe(true);
    expect(readable(got).join("")).toBe(readable(body).join(""));
  });
});
