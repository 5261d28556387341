import Anthropic from "@anthropic-ai/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelTurn } from "../../domain/conversation.ts";
import { bindingOf, callOf, encodeContext, joined } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, type Loopback, loopback } from "../testing/loopback.ts";
import { spoken } from "../testing/turns.ts";
import { anthropic } from "./index.ts";

const clientOf = (server: Loopback): Anthropic => new Anthropic({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const ask = { model: "claude-test", max_tokens: 200, messages: [{ role: "user" as const, content: "Hi" }] };
const usage = { inputTokens: 5000, outputTokens: 40, cacheReadTokens: 3000, cacheWriteTokens: 1500 };
const counted: ModelTurn = { ...spoken, usage };
const mark = { cache_control: { type: "ephemeral" as const } };

describe("usage as the official client reads it", () => {
  it("counts the cached parts of the prompt beside the rest of it", async () => {
    await using server = await loopback(anthropic, () => answer(counted));
    const client = clientOf(server);
    for (const message of [await client.messages.create(ask), await client.messages.stream(ask).finalMessage()]) {
      expect(message.usage).toMatchObject({
        input_tokens: 500,
        cache_read_input_tokens: 3000,
        cache_creation_input_tokens: 1500,
        output_tokens: 40,
      });
    }
  });

  it("is left out where the turn says so", async () => {
    await using server = await loopback(anthropic, () => answer({ ...counted, withoutUsage: true }));
    const client = clientOf(server);
    expect((await client.messages.create(ask)).usage).toBeUndefined();
    const events = await collect(await client.messages.create({ ...ask, stream: true }));
    expect(JSON.stringify(events)).not.toContain('"usage"');
  });

  it("shows the id that the turn carries", async () => {
    await using server = await loopback(anthropic, () => answer({ ...spoken, responseId: "msg_before" }));
    const client = clientOf(server);
    for (const message of [await client.messages.create(ask), await client.messages.stream(ask).finalMessage()])
      expect(message.id).toBe("msg_before");
  });

  it("is read back from the wire as it was written", async () => {
    const positive = fc.integer({ min: 1, max: 10_000 });
    const anyUsage = fc
      .record({ rest: positive, outputTokens: positive, cacheReadTokens: positive, cacheWriteTokens: positive })
      .map(({ rest, ...given }) => ({ ...given, inputTokens: rest + given.cacheReadTokens + given.cacheWriteTokens }));
    const binding = bindingOf("http://model.test");
    await fc.assert(
      fc.asyncProperty(anyUsage, fc.boolean(), async (given, stream) => {
        const conversation = { model: "m", system: "", messages: [], tools: [], stream };
        const call = callOf({ operation: "chat", stream, payload: { kind: "model", conversation } }, anthropic);
        const turn = { ...spoken, usage: given, responseId: "msg_1" };
        const wire = anthropic.encodeReply(
          call,
          { kind: "answer", payload: { kind: "model", turn } },
          binding,
          encodeContext(),
        );
        expect(anthropic.decodeReply(call, await joined(wire), binding)).toEqual({ kind: "model", turn });
      }),
      { numRuns: 40 },
    );
  });
});

describe("cache marks", () => {
  const marksOf = async (params: Partial<Anthropic.MessageCreateParamsNonStreaming>) => {
    await using server = await loopback(anthropic, () => answer(spoken));
    await clientOf(server).messages.create({ ...ask, ...params });
    const payload = server.drafts[0]?.payload;
    return payload?.kind === "model" ? payload.conversation.cacheMarks : "no conversation";
  };
  const tool = (name: string, marked = false) => ({
    name,
    input_schema: { type: "object" as const },
    ...(marked ? mark : {}),
  });

  it("are none in a request without any", async () => {
    expect(await marksOf({ tools: [tool("a")], system: "Be brief." })).toBeUndefined();
  });

  it("count tools, then the system prompt, then messages", async () => {
    expect(await marksOf({ tools: [tool("a"), tool("b", true), tool("c")] })).toEqual([2]);
    expect(await marksOf({ tools: [tool("a")], system: [{ type: "text", text: "Be brief.", ...mark }] })).toEqual([2]);
    const messages: Anthropic.MessageParam[] = [
      { role: "user", content: [{ type: "text", text: "One", ...mark }] },
      { role: "assistant", content: "Two" },
      { role: "user", content: [{ type: "text", text: "Three", ...mark }] },
    ];
    expect(await marksOf({ messages })).toEqual([2, 4]);
  });

  it("stand behind the tool result that has them, and behind the last message for the request's own", async () => {
    const use = (id: string) => ({ type: "tool_use" as const, id, name: "f", input: {} });
    const result = (id: string) => ({ type: "tool_result" as const, tool_use_id: id, content: "x" });
    const messages: Anthropic.MessageParam[] = [
      { role: "user", content: "Go" },
      { role: "assistant", content: [use("t1"), use("t2")] },
      { role: "user", content: [{ ...result("t1"), ...mark }, result("t2"), { type: "text", text: "And?" }] },
    ];
    // The system prompt, "Go", the calls, the first result.
    expect(await marksOf({ messages })).toEqual([4]);
    expect(await marksOf({ messages, ...mark })).toEqual([4, 6]);
  });
});
