import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallDraft } from "../../../domain/call.ts";
import type { ModelTurn } from "../../../domain/conversation.ts";
import { featuresOf } from "../../../domain/features.ts";
import type { Frame } from "../../../domain/wire.ts";
import { hostedMessages } from "../../anthropic/hosted-body.ts";
import { decodeMessage, readEvent } from "../../shared/event-stream.ts";
import { bindingOf, callOf, encodeContext, joined } from "../../testing/calls.ts";
import { collect } from "../../testing/collect.ts";
import { chunksOf, describeRoundTrip } from "../../testing/describe-round-trip.ts";
import { anyText, calling, jsonObject, spoken } from "../../testing/turns.ts";
import { createBedrock } from "./index.ts";

const protocol = createBedrock([hostedMessages]);
const binding = bindingOf("https://bedrock-runtime.us-east-1.amazonaws.com");
const streamed = anyText().filter((text) => text !== "");

describeRoundTrip({
  protocol,
  operation: "converse",
  whole: jsonObject(),
  streamed,
  cuts: ["length", "content-filter", "guardrail", "context-window", "malformed"],
});
describeRoundTrip({
  protocol,
  operation: "invoke",
  whole: jsonObject(),
  streamed,
  cuts: ["length", "guardrail"],
  echo: () => ({ body: "nova" }),
});
describeRoundTrip({
  protocol,
  operation: "invoke",
  whole: jsonObject(),
  streamed,
  cuts: ["length"],
  echo: () => ({ body: "anthropic" }),
});

const draft = (operation: string, echo?: unknown): CallDraft => ({
  operation,
  stream: operation.endsWith("-stream"),
  ...(echo === undefined ? {} : { echo }),
  payload: {
    kind: "model",
    conversation: {
      model: "m",
      system: "",
      messages: [{ role: "user", text: "hi" }],
      tools: [],
      stream: operation.endsWith("-stream"),
    },
  },
});
const encode = (operation: string, turn: ModelTurn, echo?: unknown) =>
  protocol.encodeReply(
    callOf(draft(operation, echo), protocol),
    { kind: "answer", payload: { kind: "model", turn } },
    binding,
    encodeContext(),
  );
const events = (operation: string, turn: ModelTurn, echo?: unknown) =>
  (encode(operation, turn, echo).body as readonly Frame[]).map(({ bytes }) => readEvent(decodeMessage(bytes)));
const chunk = (data: unknown): unknown =>
  JSON.parse(Buffer.from((data as { bytes: string }).bytes, "base64").toString());
const json = async (operation: string, turn: ModelTurn, echo?: unknown): Promise<unknown> =>
  JSON.parse(Buffer.from((await joined(encode(operation, turn, echo))).bytes).toString());

describe("Titan", () => {
  const texts = fc.record({
    text: anyText(),
    toolCalls: fc.constant([]),
    stopReason: fc.constantFrom("stop", "length", "content-filter"),
    usage: fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat() }),
  }) as fc.Arbitrary<ModelTurn>;

  it.each(["invoke", "invoke-stream"])(
    "%s: a text encoded and decoded is the same, in any chunks",
    async (operation) => {
      const call = callOf(draft(operation, { body: "titan" }), protocol);
      await fc.assert(
        fc.asyncProperty(texts, fc.array(fc.nat(), { maxLength: 4 }), async (turn, cuts) => {
          const wire = encode(operation, turn, { body: "titan" });
          const reply = await joined(wire);
          expect(protocol.decodeReply(call, reply, binding)).toEqual({ kind: "model", turn });
          const frames = wire.body as readonly Frame[];
          const relayed = protocol.split ? await collect(protocol.split(chunksOf(reply.bytes, cuts), wire)) : [];
          if (call.stream) expect(relayed.map(({ mark }) => mark)).toEqual(frames.map(({ mark }) => mark));
          expect(Buffer.concat(relayed.map(({ bytes }) => bytes)).equals(Buffer.from(reply.bytes))).toBe(true);
        }),
        { numRuns: 40 },
      );
    },
  );
});

describe("the shapes", () => {
  const cached: ModelTurn = {
    ...spoken,
    usage: { inputTokens: 2705, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 2701 },
  };

  it("of Converse: members in the service's order, cached input counted apart", async () => {
    const body = (await json("converse", cached)) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual(["metrics", "output", "stopReason", "usage"]);
    expect(body.usage).toEqual({
      cacheReadInputTokenCount: 0,
      cacheReadInputTokens: 0,
      cacheWriteInputTokenCount: 2701,
      cacheWriteInputTokens: 2701,
      inputTokens: 4,
      outputTokens: 10,
      serverToolUsage: {},
      totalTokens: 2715,
    });
    expect(
      protocol.decodeReply(callOf(draft("converse"), protocol), await joined(encode("converse", cached)), binding),
    ).toEqual({ kind: "model", turn: cached });
  });

  it("of ConverseStream: parallel calls in blocks of their own, each event padded, arguments as raw text", () => {
    const seen = events("converse-stream", { ...calling, text: "Looking." });
    const starts = seen.filter(({ type }) => type === "contentBlockStart").map(({ data }) => data);
    expect(starts).toMatchObject([
      { contentBlockIndex: 1, start: { toolUse: { name: "get_order", toolUseId: "call_1" } } },
      { contentBlockIndex: 2, start: { toolUse: { name: "get_stock", toolUseId: "call_2" } } },
    ]);
    expect(seen.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1])).toEqual([
      "messageStart",
      "contentBlockDelta",
      "contentBlockStop",
      "contentBlockStart",
      "contentBlockDelta",
      "contentBlockStop",
      "contentBlockStart",
      "contentBlockDelta",
      "contentBlockStop",
      "messageStop",
      "metadata",
    ]);
    const lengths = new Set<number>();
    for (const { data } of seen) {
      const { p } = data as { p: string };
      expect("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").toContain(p);
      expect(Object.keys(data as object)).toEqual(Object.keys(data as object).toSorted());
      lengths.add(p.length);
    }
    expect(lengths.size).toBeGreaterThan(3);
  });

  it("of InvokeModel: counts in headers; of its stream: metrics in the last chunk", () => {
    const { headers } = encode("invoke", cached, { body: "anthropic" });
    expect(headers).toMatchObject({
      "x-amzn-bedrock-input-token-count": "4",
      "x-amzn-bedrock-output-token-count": "10",
      "x-amzn-bedrock-cache-write-input-token-count": "2701",
      "x-amzn-bedrock-invocation-latency": expect.stringMatching(/^\d+$/),
    });
    const chunks = events("invoke-stream", spoken, { body: "anthropic" }).map(({ data }) => chunk(data));
    expect(chunks.at(0)).toMatchObject({ type: "message_start", message: { id: expect.stringMatching(/^msg_bdrk_/) } });
    expect(chunks.at(-1)).toMatchObject({
      type: "message_stop",
      "amazon-bedrock-invocationMetrics": { inputTokenCount: 42, outputTokenCount: 17 },
    });
    expect(JSON.stringify(chunks)).not.toContain('"ping"');
    const novas = events("invoke-stream", spoken, { body: "nova" }).map(({ data }) =>
      Object.keys(chunk(data) as object),
    );
    expect([novas.at(0), novas.at(-1)]).toEqual([["messageStart"], ["metadata", "amazon-bedrock-invocationMetrics"]]);
  });

  it("of a turn without usage say nothing of it, whole and streamed", async () => {
    const mute: ModelTurn = { ...spoken, withoutUsage: true };
    expect(await json("converse", mute)).not.toHaveProperty("usage");
    expect(events("converse-stream", mute).at(-1)).toMatchObject({ type: "metadata" });
    for (const body of ["nova", "titan"]) {
      const all = events("invoke-stream", mute, { body }).map(({ data }) => chunk(data));
      expect(JSON.stringify(all)).not.toMatch(/usage|TokenCount/);
      expect(encode("invoke", mute, { body }).headers).not.toHaveProperty("x-amzn-bedrock-input-token-count");
    }
  });

  it("has no prompt of refusal, no keep-alive and no announced wait, and checksums", () => {
    const features = featuresOf(protocol);
    for (const feature of ["checksum", "empty-delta", "prompt-cache", "stop:guardrail", "stream"] as const)
      expect(features.has(feature)).toBe(true);
    for (const feature of ["keep-alive", "announced-wait", "stop:refusal", "response-id"] as const)
      expect(features.has(feature)).toBe(false);
  });
});

describe("frames in the middle", () => {
  const frames = (operation: string, echo?: unknown): readonly Frame[] =>
    encode(operation, calling, echo).body as readonly Frame[];
  it.each([
    ["converse-stream", undefined],
    ["invoke-stream", { body: "nova" }],
    ["invoke-stream", { body: "anthropic" }],
  ] as const)(
    "%s %o: tell their text, drop their usage, and are followed by an empty delta of their block",
    (operation, echo) => {
      const all = frames(operation, echo);
      const said = all.map((frame) => protocol.textOf?.(frame)).join("");
      expect(said).toBe(calling.toolCalls.map((one) => one.arguments).join(""));
      const { midStream } = protocol;
      const mute = all.map((frame) => midStream?.withoutUsage?.(frame) ?? frame);
      expect(mute.filter((frame, at) => frame !== all[at]).length).toBeGreaterThan(0);
      const bytes = Buffer.concat(mute.map((frame) => frame.bytes));
      const call = callOf(draft(operation, echo), protocol);
      const reply = { status: 200, headers: encode(operation, calling, echo).headers, bytes };
      const { usage: _, ...without } = calling;
      const read = protocol.decodeReply(call, reply, binding);
      expect(read).toMatchObject({ kind: "model", turn: without });
      expect(read).not.toHaveProperty("turn.usage");
      const at = all.findLastIndex((frame) => protocol.textOf?.(frame));
      const empty = midStream?.emptyDelta?.(encodeContext(), call, all[at]);
      if (!empty) throw new Error("There is no empty delta.");
      expect(empty.mark).toBe("comment");
      const longer = Buffer.concat(all.toSpliced(at + 1, 0, empty).map((frame) => frame.bytes));
      expect(protocol.decodeReply(call, { ...reply, bytes: longer }, binding)).toMatchObject({
        kind: "model",
        turn: calling,
      });
    },
  );

  it("are no answer when one of them is an exception", async () => {
    const exception = protocol.midStream?.failure({ kind: "throttled" }, encodeContext());
    if (!exception) throw new Error("There is no exception.");
    const wire = encode("converse-stream", spoken);
    const body = [...(wire.body as readonly Frame[]), exception];
    expect(
      protocol.decodeReply(callOf(draft("converse-stream"), protocol), await joined({ ...wire, body }), binding),
    ).toBeUndefined();
  });
});
