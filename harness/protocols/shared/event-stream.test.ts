import { EventStreamCodec } from "eventstream-codec-vectors";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chance } from "../../domain/chance.ts";
import { decodeText, encodeText, type Frame } from "../../domain/wire.ts";
import { collect } from "../testing/collect.ts";
import { chunksOf } from "../testing/describe-round-trip.ts";
import { officialVectors } from "../testing/event-stream-vectors.ts";
import {
  decodeMessage,
  type EventMessage,
  encodeMessage,
  eventsOf,
  exceptionFrame,
  messagesOf,
  readEvent,
  streamEventFrame,
} from "./event-stream.ts";
import { breakMessageChecksum, garbleMessage } from "./event-stream-damage.ts";
import type { EventHeader, HeaderValue } from "./event-stream-headers.ts";
import { splitMessages } from "./event-stream-splitter.ts";

const vectors = await officialVectors();
const official = new EventStreamCodec(decodeText as (bytes: unknown) => string, encodeText);

/** A decoded header as the vectors write it. */
const plain = ([name, { type, value }]: EventHeader): [string, unknown] => [
  name,
  { type, value: type === "timestamp" ? new Date(Number(value)) : value },
];

const value: fc.Arbitrary<HeaderValue> = fc.oneof(
  fc.record({ type: fc.constant("boolean"), value: fc.boolean() }),
  fc.record({ type: fc.constant("byte"), value: fc.integer({ min: -128, max: 127 }) }),
  fc.record({ type: fc.constant("short"), value: fc.integer({ min: -32_768, max: 32_767 }) }),
  fc.record({ type: fc.constant("integer"), value: fc.integer() }),
  fc.record({ type: fc.constantFrom("long", "timestamp"), value: fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n }) }),
  fc.record({ type: fc.constant("binary"), value: fc.uint8Array() }),
  fc.record({ type: fc.constant("string"), value: fc.string({ unit: "binary" }) }),
  fc.record({ type: fc.constant("uuid"), value: fc.uuid() }),
);
const name = fc.string({ minLength: 1, maxLength: 40 }).map((text) => `h${text}`);
const message: fc.Arbitrary<EventMessage> = fc.record({
  headers: fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 6 }),
  payload: fc.uint8Array({ maxLength: 300 }),
});

describe("the official vectors", () => {
  const named = Object.entries(vectors);
  it("are all here", () => {
    expect(named.filter(([, { expectation }]) => expectation === "success")).toHaveLength(5);
    expect(named.filter(([, { expectation }]) => expectation === "failure")).toHaveLength(4);
  });

  it.each(named)("%s", (_name, { expectation, encoded, decoded }) => {
    if (expectation === "failure") {
      expect(() => decodeMessage(encoded)).toThrow(/does not hold/);
      return;
    }
    const read = decodeMessage(encoded);
    expect(Object.fromEntries(read.headers.map(plain))).toEqual(decoded?.headers);
    expect(Buffer.from(read.payload)).toEqual(Buffer.from(decoded?.body ?? []));
    expect(Buffer.from(encodeMessage(read))).toEqual(Buffer.from(encoded));
  });
});

/**
 * Streams of the real service, described by what was captured of them: the JSON of each message, its length and its two
 * checksums. Captures: the botocore instrumentation of OpenTelemetry, `test_converse_stream_with_content`; exceptions from
 * tests of other clients.
 */
describe("captures of the real service, byte for byte", () => {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const p = (length: number): string => letters.slice(0, length);
  const event = (type: string, data: unknown): Uint8Array => streamEventFrame(type, data, "content").bytes;
  const exception = (type: string, text: string): Uint8Array => exceptionFrame(type, { message: text }).bytes;
  it.each([
    [event("messageStart", { p: p(23), role: "assistant" }), 0x94, 0xc4c16e61, 0x3fec1f44],
    [
      event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hi! How can I help you" }, p: p(21) }),
      0xc4,
      0x8cb85525,
      0xe049f662,
    ],
    [event("contentBlockStop", { contentBlockIndex: 0, p: p(5) }), 0x89, 0x5bdcf94b, 0xe71cf0af],
    [event("messageStop", { p: p(36), stopReason: "max_tokens" }), 0xa7, 0xbb49fd8d, 0x4b477a4d],
    [
      event("metadata", {
        metrics: { latencyMs: 608 },
        p: p(11),
        usage: { inputTokens: 8, outputTokens: 10, totalTokens: 18 },
      }),
      0xca,
      0x57e34384,
      0x8a242bfb,
    ],
    [
      exception("serviceUnavailableException", "Bedrock is unable to process your request."),
      0xb1,
      0x7ceb2731,
      0x8981327d,
    ],
    [
      exception("validationException", "messages.1.content.1.text.citations: Extra inputs are not permitted"),
      0xc2,
      0xcc42351c,
      0x182b9ff9,
    ],
  ])("%#", (bytes, total, prelude, checksum) => {
    const view = new DataView(bytes.buffer);
    expect([view.getUint32(0), view.getUint32(8), view.getUint32(bytes.length - 4)]).toEqual([
      total,
      prelude,
      checksum,
    ]);
  });
});

describe("messages", () => {
  it("are read by the official codec as they were written, and back", () => {
    fc.assert(
      fc.property(message, (given) => {
        const bytes = encodeMessage(given);
        expect(decodeMessage(bytes).headers).toEqual(given.headers);
        const { headers, body } = official.decode(bytes);
        expect(Buffer.from(body)).toEqual(Buffer.from(given.payload));
        expect(Object.keys(headers).toSorted()).toEqual(given.headers.map(([key]) => key).toSorted());
        expect(Buffer.from(encodeMessage(decodeMessage(official.encode({ headers, body }))))).toEqual(
          Buffer.from(official.encode({ headers, body })),
        );
      }),
    );
  });

  it("raise nothing but what is wrong with them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(() => decodeMessage(bytes)).toThrow(RangeError);
        expect([...messagesOf(bytes)]).toEqual([]);
      }),
    );
  });

  it("tell events, exceptions and errors apart", () => {
    const error = encodeMessage({
      headers: [
        [":message-type", { type: "string", value: "error" }],
        [":error-code", { type: "string", value: "InternalFailure" }],
      ],
      payload: new Uint8Array(),
    });
    const bytes = Buffer.concat([
      streamEventFrame("chunk", { a: 1 }, "content").bytes,
      exceptionFrame("throttlingException", { message: "x" }).bytes,
      error,
    ]);
    expect(eventsOf(bytes)).toEqual([
      { kind: "event", type: "chunk", data: { a: 1 } },
      { kind: "exception", type: "throttlingException", data: { message: "x" } },
      { kind: "error", type: "InternalFailure", data: "" },
    ]);
  });
});

describe("splitting a relayed stream", () => {
  const split = (bytes: Uint8Array, cuts: readonly number[]): Promise<Frame[]> =>
    collect(splitMessages(chunksOf(bytes, cuts), ({ kind }) => (kind === "event" ? "content" : "close")));
  const hex = ({ bytes }: Frame): string => Buffer.from(bytes).toString("hex");
  const cuts = fc.array(fc.nat(), { maxLength: 8 });

  it("gives one frame a message, the same in any chunking", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 5 }), cuts, async (messages, at) => {
        const encoded = messages.map(encodeMessage);
        const frames = await split(Buffer.concat(encoded), at);
        expect(frames.map(hex)).toEqual(encoded.map((bytes) => Buffer.from(bytes).toString("hex")));
      }),
    );
  });

  it("never changes a byte of anything", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(message.map(encodeMessage), fc.uint8Array()), { maxLength: 5 }),
        cuts,
        async (parts, at) => {
          const bytes = Buffer.concat(parts);
          const frames = await split(bytes, at);
          expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(bytes)).toBe(true);
          expect(frames.every((frame) => frame.bytes.length > 0)).toBe(true);
        },
      ),
    );
  });

  it("hands a message on with its last byte", async () => {
    const one = streamEventFrame("a", {}, "content").bytes;
    const two = streamEventFrame("b", {}, "content").bytes;
    let go: (() => void) | undefined;
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.concat([one, two.subarray(0, 20)]);
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      yield two.subarray(20);
    }
    const frames = splitMessages(slow(), () => "content")[Symbol.asyncIterator]();
    expect(hex((await frames.next()).value)).toBe(Buffer.from(one).toString("hex"));
    const second = frames.next();
    await expect.poll(() => go).toBeDefined();
    go?.();
    expect(hex((await second).value)).toBe(Buffer.from(two).toString("hex"));
  });

  it("lets through at once what is no stream, and keeps to messages across a broken checksum", async () => {
    const good = streamEventFrame("a", {}, "content");
    const bad = breakMessageChecksum(good);
    const page = encodeText("<html><body>Bad gateway</body></html>");
    const frames = await split(Buffer.concat([bad.bytes, good.bytes, page]), []);
    expect(frames.map(({ mark }) => mark)).toEqual(["content", "content", "whole", "whole"]);
    expect(frames.slice(0, 2).map(hex)).toEqual([bad, good].map(hex));
  });
});

describe("damage", () => {
  const frame = streamEventFrame("chunk", { bytes: "AAAA" }, "content");
  const body = (bytes: Uint8Array): unknown => JSON.parse(decodeText(official.decode(bytes).body));

  it("to the checksum is what the official codec refuses", () => {
    expect(() => official.decode(breakMessageChecksum(frame).bytes)).toThrow(/checksum/);
  });

  it.each(["truncated", "noise"] as const)("of the content (%s) leaves a frame that holds", (how) => {
    const broken = garbleMessage(frame, how, chance(1, how));
    expect(readEvent(decodeMessage(broken.bytes)).type).toBe("chunk");
    expect(broken.mark).toBe("content");
    expect(() => body(broken.bytes)).toThrow(SyntaxError);
    expect(body(frame.bytes)).toEqual({ bytes: "AAAA" });
  });
});
