import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { Call } from "../../domain/call.ts";
import type { HollowKind } from "../../domain/vocabulary.ts";
import { type Frame, isBreak, type Piece, type WireReply } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { openai } from "./index.ts";

const clientOf = (server: { readonly url: string }): OpenAI =>
  new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const ask = { model: "gpt-5", messages: [{ role: "user" as const, content: "Hi" }] };
const input = { model: "gpt-5", input: "Hi" };

/** A server whose every answer is hollow. */
async function hollow(kind: HollowKind): Promise<Loopback> {
  const reply = (call: Call): WireReply => {
    const wire = openai.hollow?.reply(kind, call, encodeContext(), { kind: "throttled", limit: "tokens" });
    if (!wire) throw new Error("No hollow replies.");
    return wire;
  };
  const protocol = { ...openai, encodeReply: reply };
  return loopback(protocol, () => answer(spoken));
}

describe("answers that hold nothing, and that the official client does not mind", () => {
  it("gives no choice and no output", async () => {
    await using server = await hollow("no-answer");
    const client = clientOf(server);
    expect((await client.chat.completions.create(ask)).choices).toEqual([]);
    expect((await client.responses.create(input)).output).toEqual([]);
    const chunks = await collect(await client.chat.completions.create({ ...ask, stream: true }));
    expect(chunks.flatMap(({ choices }) => choices)).toEqual([]);
    expect(await client.responses.stream(input).finalResponse()).toMatchObject({ status: "completed", output: [] });
  });

  it("gives the error under a 200", async () => {
    await using server = await hollow("error-in-200");
    const client = clientOf(server);
    const error = { code: "rate_limit_exceeded", type: "tokens" };
    expect(await client.chat.completions.create(ask)).toMatchObject({ error });
    expect(await client.responses.create(input)).toMatchObject({ error });
    expect(await collect(await client.chat.completions.create({ ...ask, stream: true }))).toEqual([]);
  });

  it("gives a response that says that it failed, which nothing raises", async () => {
    await using server = await hollow("failed");
    const client = clientOf(server);
    const failed = { status: "failed", error: { code: "rate_limit_exceeded" }, output: [] };
    expect(await client.responses.create(input)).toMatchObject(failed);
    expect(await client.responses.stream(input).finalResponse()).toMatchObject(failed);
    const events = await collect(await client.responses.create({ ...input, stream: true }));
    expect(events.map(({ type }) => type)).toEqual(["response.created", "response.in_progress", "response.failed"]);
  });
});

describe("events that bring nothing", () => {
  /** Two content frames, five empty deltas after them, then the rest. */
  async function* slowly(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
    let content = 0;
    for await (const piece of pieces) {
      yield piece;
      if (isBreak(piece) || piece.mark !== "content") continue;
      content += 1;
      const beat = openai.midStream?.emptyDelta?.(encodeContext(), undefined, piece);
      for (let i = 0; content === 2 && beat && i < 5; i += 1) yield beat;
    }
  }

  it("go unnoticed by the helpers, in text and in tool arguments", async () => {
    await using text = await loopback(openai, () => answer(spoken), { transmit: slowly });
    expect((await clientOf(text).chat.completions.stream(ask).finalChatCompletion()).choices[0]?.message.content).toBe(
      spoken.text,
    );
    expect((await clientOf(text).responses.stream(input).finalResponse()).output_text).toBe(spoken.text);
    await using tools = await loopback(openai, () => answer(calling), { transmit: slowly });
    const called = await clientOf(tools).responses.stream(input).finalResponse();
    expect(called.output).toMatchObject(calling.toolCalls.map(({ arguments: given }) => ({ arguments: given })));
  });
});

describe("frames, as faults read them", () => {
  const framesOf = (operation: string): readonly Frame[] => {
    const conversation = { model: "m", system: "", messages: [], tools: [], stream: true, streamUsage: true };
    const call = callOf({ operation, stream: true, payload: { kind: "model", conversation } }, openai);
    const turn = { ...calling, text: spoken.text };
    const wire = openai.encodeReply(
      call,
      { kind: "answer", payload: { kind: "model", turn } },
      bindingOf("http://model.test/v1"),
      encodeContext(),
    );
    return wire.body as readonly Frame[];
  };

  it.each(["chat", "responses"])("say what they add: text and arguments, each once (%s)", (operation) => {
    const said = framesOf(operation).map((frame) => openai.textOf?.(frame) ?? "");
    expect(said.join("")).toBe(spoken.text + calling.toolCalls.map((call) => call.arguments).join(""));
  });

  it.each(["chat", "responses"])("lose their usage, and nothing else (%s)", (operation) => {
    const left = framesOf(operation).flatMap((frame) => openai.midStream?.withoutUsage?.(frame) ?? []);
    const text = left.map(({ bytes }) => Buffer.from(bytes).toString()).join("");
    expect(text).not.toMatch(/"usage":\{/);
    expect(left.map((frame) => openai.textOf?.(frame)).join("")).toContain(spoken.text);
    expect(left).toHaveLength(framesOf(operation).length - (operation === "chat" ? 1 : 0));
  });
});
