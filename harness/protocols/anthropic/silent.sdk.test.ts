import Anthropic, { ContentTooLargeError } from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import type { Call } from "../../domain/call.ts";
import type { HollowKind } from "../../domain/vocabulary.ts";
import { type Frame, isBreak, type Piece, type WireReply } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { anthropic } from "./index.ts";

const clientOf = (server: Loopback): Anthropic => new Anthropic({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const ask = { model: "claude-test", max_tokens: 200, messages: [{ role: "user" as const, content: "Hi" }] };

async function hollow(kind: HollowKind): Promise<Loopback> {
  const encodeReply = (call: Call): WireReply => {
    const wire = anthropic.hollow?.reply(kind, call, encodeContext(), { kind: "overloaded" });
    if (!wire) throw new Error("No hollow replies.");
    return wire;
  };
  return loopback({ ...anthropic, encodeReply }, () => answer(spoken));
}

describe("answers that hold nothing", () => {
  it("have no block and no reason, and nothing is raised", async () => {
    await using server = await hollow("no-answer");
    const client = clientOf(server);
    expect(await client.messages.create(ask)).toMatchObject({ content: [], stop_reason: null });
    const events = await collect(await client.messages.create({ ...ask, stream: true }));
    expect(events.map(({ type }) => type)).toEqual(["message_start", "message_stop"]);
    expect(await client.messages.stream(ask).finalMessage()).toMatchObject({ content: [], stop_reason: null });
  });

  it("are the error under a 200, which only the stream helper minds", async () => {
    await using server = await hollow("error-in-200");
    const client = clientOf(server);
    expect(await client.messages.create(ask)).toMatchObject({ type: "error", error: { type: "overloaded_error" } });
    expect(await collect(await client.messages.create({ ...ask, stream: true }))).toEqual([]);
    await expect(client.messages.stream(ask).finalMessage()).rejects.toThrow("without sending any chunks");
  });
});

describe("frames, as faults read them", () => {
  const framesOf = (): readonly Frame[] => {
    const conversation = { model: "m", system: "", messages: [], tools: [], stream: true };
    const call = callOf({ operation: "chat", stream: true, payload: { kind: "model", conversation } }, anthropic);
    const payload = { kind: "model" as const, turn: { ...calling, text: spoken.text } };
    const wire = anthropic.encodeReply(call, { kind: "answer", payload }, bindingOf("http://m.test"), encodeContext());
    return wire.body as readonly Frame[];
  };

  it("say what they add: text and arguments, each once", () => {
    const said = framesOf().map((frame) => anthropic.textOf?.(frame) ?? "");
    expect(said.join("")).toBe(spoken.text + calling.toolCalls.map((call) => call.arguments).join(""));
  });

  it("lose their usage, and nothing else", () => {
    const left = framesOf().flatMap((frame) => anthropic.midStream?.withoutUsage?.(frame) ?? []);
    expect(left).toHaveLength(framesOf().length);
    expect(left.map(({ bytes }) => Buffer.from(bytes).toString()).join("")).not.toContain('"usage"');
  });

  it("are followed by empty deltas that the helper does not notice, in any block", async () => {
    async function* slowly(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
      for await (const piece of pieces) {
        yield piece;
        const open = !isBreak(piece) && /content_block_(start|delta)/.test(Buffer.from(piece.bytes).toString());
        const beat = open ? anthropic.midStream?.emptyDelta?.(encodeContext(), undefined, piece) : undefined;
        if (beat) yield beat;
      }
    }
    await using server = await loopback(anthropic, () => answer({ ...calling, text: spoken.text }), {
      transmit: slowly,
    });
    const events = await collect(await clientOf(server).messages.create({ ...ask, stream: true }));
    const empty = events.filter(
      (event) =>
        event.type === "content_block_delta" &&
        (event.delta.type === "text_delta"
          ? event.delta.text
          : "partial_json" in event.delta
            ? event.delta.partial_json
            : "x") === "",
    );
    expect(new Set(empty.map((event) => ("index" in event ? event.index : -1)))).toEqual(new Set([0, 1, 2]));
    const { content } = await clientOf(server).messages.stream(ask).finalMessage();
    const calls = calling.toolCalls.map(({ arguments: text }) => ({ type: "tool_use", input: JSON.parse(text) }));
    expect(content).toMatchObject([{ type: "text", text: spoken.text }, ...calls]);
  });
});

describe("limits", () => {
  const quota = {
    requests: { limit: 50, remaining: 0, resetMs: 12_000 },
    inputTokens: { limit: 40_000, remaining: 1000, resetMs: 58_500 },
    outputTokens: { limit: 8000, remaining: 8000, resetMs: 0 },
  };

  it("are told as they are kept, resets as instants, both kinds of tokens also together", async () => {
    await using server = await loopback(anthropic, () => failure({ kind: "throttled", quota, retryAfterMs: 12_000 }));
    const error = await clientOf(server)
      .messages.create(ask)
      .then(() => undefined)
      .catch((reason: unknown) => reason);
    if (!(error instanceof Anthropic.RateLimitError)) throw error;
    expect(Object.fromEntries(error.headers)).toMatchObject({
      "retry-after": "12",
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2026-11-18T11:06:52Z",
      "anthropic-ratelimit-input-tokens-reset": "2026-11-18T11:07:39Z",
      "anthropic-ratelimit-tokens-limit": "48000",
      "anthropic-ratelimit-tokens-remaining": "9000",
    });
  });

  it("end at 32 MB, with 413", async () => {
    await using server = await loopback(anthropic, () => answer(spoken));
    const content = "x".repeat(32 * 1024 * 1024);
    const huge = { ...ask, messages: [{ role: "user" as const, content }] };
    await expect(clientOf(server).messages.create(huge)).rejects.toBeInstanceOf(ContentTooLargeError);
    expect(server.drafts).toEqual([]);
  });

  it("of the context window are a stop reason of their own", async () => {
    await using server = await loopback(anthropic, () => answer({ ...spoken, stopReason: "context-window" }));
    expect((await clientOf(server).messages.create(ask)).stop_reason).toBe("model_context_window_exceeded");
  });
});
