import { describe, expect, it } from "vitest";
import type { Call, Reply } from "../../domain/call.ts";
import type { Protocol } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { collectBody, decodeText, encodeText, wholeReply } from "../../domain/wire.ts";
import { answerOf, inject, transmit } from "../testing/drive.ts";
import { fakeContext, fakeProtocol, flow, frame, keeping, modelCall, readable, turnReply } from "../testing/fakes.ts";
import { staleResponseId } from "./stale-response-id.ts";
import { usageMissing } from "./usage-missing.ts";

/** A wire whose replies have an id, told back by those who read them. */
const identified: Protocol = {
  ...fakeProtocol,
  responseIds: true,
  encodeReply: (_call, reply, _binding, context) => {
    if (reply.kind === "failure" || reply.payload.kind !== "model") return wholeReply(500, {}, "{}");
    const { turn } = reply.payload;
    const responseId = turn.responseId ?? context.id("r-");
    return wholeReply(200, {}, JSON.stringify({ kind: "model", turn: { ...turn, responseId } }));
  },
};
const relayed = (value: unknown): Reply => ({
  kind: "raw",
  wire: { status: 200, headers: {}, body: flow([{ bytes: encodeText(JSON.stringify(value)), mark: "whole" }]) },
});
const turnWith = (responseId: string) => ({
  kind: "model",
  turn: { text: "hi", toolCalls: [], stopReason: "stop", responseId },
});

describe("stale-response-id", () => {
  /** The ids that the client sees of replies in one trial. */
  async function idsOf(replies: readonly Reply[], protocol = identified) {
    const state = keeping();
    let made = 0;
    const seen: { readonly id: unknown; readonly said: readonly string[] }[] = [];
    for (const reply of replies) {
      const id = (prefix: string): string => {
        made += 1;
        return `${prefix}${made}`;
      };
      const encode = { id, nowSeconds: 0 };
      const context = fakeContext({ protocol, state, encode });
      const call: Call = modelCall();
      const { reply: back, notes, idles } = await inject(staleResponseId, call, reply, {}, context);
      const wire =
        back.kind === "raw"
          ? back.wire
          : protocol.encodeReply(call, back as Extract<Reply, { kind: "answer" }>, context.binding, encode);
      const text = decodeText((await collectBody(wire.body)).bytes);
      seen.push({ id: JSON.parse(text).turn?.responseId, said: [...notes, ...idles] });
    }
    return seen;
  }

  it("shows the id of the first reply again, whoever answered", async () => {
    expect(await idsOf([turnReply({ text: "a" }), turnReply({ text: "b" }), relayed(turnWith("live-7"))])).toEqual([
      { id: "r-1", said: ["there was no earlier reply"] },
      { id: "r-1", said: ["id r-2 became r-1, that of an earlier reply"] },
      { id: "r-1", said: ["id live-7 became r-1, that of an earlier reply"] },
    ]);
    expect(await idsOf([relayed(turnWith("live-1")), turnReply({})])).toMatchObject([
      { id: "live-1" },
      { id: "live-1" },
    ]);
  });

  it("keeps the answer itself, and asks for a wire that has ids", async () => {
    const context = fakeContext({ protocol: identified, state: () => ({ id: "old" }) as never });
    const { reply } = await inject(staleResponseId, modelCall(), turnReply({ text: "kept" }), {}, context);
    expect(answerOf("model", reply).turn).toEqual({
      text: "kept",
      toolCalls: [],
      stopReason: "stop",
      responseId: "old",
    });
    expect(staleResponseId.requires?.({})).toEqual(["response-id"]);
  });

  it("says so where no id can be read, or there is no answer", async () => {
    expect(await idsOf([turnReply({})], fakeProtocol)).toMatchObject([{ said: ["fake reads no id in this reply"] }]);
    const failed: Reply = { kind: "failure", failure: { kind: "overloaded" } };
    const { reply, idles } = await inject(staleResponseId, modelCall(), failed);
    expect([reply, idles]).toEqual([failed, ["the dependency failed: overloaded"]]);
  });
});

describe("usage-missing", () => {
  const frames = [
    frame("content", "data: hi\n\n"),
    frame("close", "data: end, usage\n\n"),
    frame("close", "data: only usage\n\n"),
    frame("close", "data: [DONE]\n\n"),
  ];
  const withoutUsage = (given: Frame): Frame | undefined => {
    const text = decodeText(given.bytes);
    if (!text.includes("usage")) return given;
    return text.includes("only") ? undefined : frame(given.mark, text.replace(", usage", ""));
  };
  const dropping = { ...fakeProtocol, midStream: { ...fakeProtocol.midStream, withoutUsage } } as Protocol;
  const streamed = modelCall({ stream: true }, { stream: true });

  it("is asked of the protocol for a reply in one piece", async () => {
    const usage = { inputTokens: 3, outputTokens: 4 };
    const { reply, notes } = await inject(usageMissing, modelCall(), turnReply({ usage }));
    expect([answerOf("model", reply).turn, notes]).toEqual([
      { text: "", toolCalls: [], stopReason: "stop", usage, withoutUsage: true },
      ["usage left out"],
    ]);
  });

  it("is dropped from a stream as it passes, and nothing of the stream is held", async () => {
    const context = fakeContext({ protocol: dropping });
    const live: Reply = { kind: "raw", wire: { status: 200, headers: {}, body: flow([]) } };
    expect((await inject(usageMissing, streamed, live, {}, context)).reply).toBe(live);
    expect(readable(await transmit(usageMissing, streamed, frames, {}, context))).toEqual([
      "data: hi\n\n",
      "data: end\n\n",
      "data: [DONE]\n\n",
    ]);
    expect(context.notes).toEqual(["usage left out of the stream"]);
    const without = fakeContext({ protocol: dropping });
    expect(await transmit(usageMissing, streamed, frames.slice(0, 1), {}, without)).toEqual(frames.slice(0, 1));
    expect(without.notes).toEqual([]);
  });

  it("is left out by way of the decoded answer where the protocol cannot drop it", async () => {
    const { reply } = await inject(usageMissing, streamed, turnReply({}));
    expect(answerOf("model", reply).turn.withoutUsage).toBe(true);
    expect(await transmit(usageMissing, streamed, frames)).toEqual(frames);
  });
});
