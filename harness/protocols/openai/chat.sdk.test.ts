import OpenAI from "openai";
import { ContentFilterFinishReasonError, LengthFinishReasonError } from "openai/error";
import { describe, expect, it } from "vitest";
import type { Conversation } from "../../domain/conversation.ts";
import { collect } from "../testing/collect.ts";
import { answer, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { openai } from "./index.ts";

const clientOf = (server: Loopback): OpenAI => new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const ask = { model: "gpt-5", messages: [{ role: "user" as const, content: "Where is my order?" }] };
const wireCalls = calling.toolCalls.map(({ id, name, arguments: text }) => ({ id, name, arguments: text }));

describe("the official client on Chat Completions", () => {
  it("reads a plain answer and its usage", async () => {
    await using server = await loopback(openai, () => answer(spoken), { basePath: "/v1" });
    const { data, request_id, response } = await clientOf(server).chat.completions.create(ask).withResponse();
    expect(data.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: spoken.text, refusal: null } });
    expect(data.usage).toMatchObject({ prompt_tokens: 42, completion_tokens: 17, total_tokens: 59 });
    expect(request_id).toMatch(/^req_/);
    expect(response.headers.get("x-ratelimit-remaining-requests")).toBe("9999");
  });

  it("reads parallel tool calls", async () => {
    await using server = await loopback(openai, () => answer(calling));
    const { choices } = await clientOf(server).chat.completions.create(ask);
    expect(choices[0]?.finish_reason).toBe("tool_calls");
    expect(choices[0]?.message.content).toBeNull();
    const calls = choices[0]?.message.tool_calls?.map((call) =>
      call.type === "function" ? { id: call.id, ...call.function } : call,
    );
    expect(calls).toEqual(wireCalls);
  });

  it("iterates a stream of words, with usage only if it was asked for", async () => {
    await using server = await loopback(openai, () => answer(spoken));
    const client = clientOf(server);
    const bare = await collect(await client.chat.completions.create({ ...ask, stream: true }));
    const counted = await collect(
      await client.chat.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } }),
    );
    const words = bare
      .flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? ""))
      .filter((word) => word !== "");
    expect(words.length).toBeGreaterThan(5);
    expect(words.join("")).toBe(spoken.text);
    expect(bare[0]?.choices[0]?.delta).toEqual({ role: "assistant", content: "", refusal: null });
    expect(bare.at(-1)?.choices[0]?.finish_reason).toBe("stop");
    expect(bare.some(({ usage }) => usage)).toBe(false);
    expect(counted.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 59 } });
  });

  it("puts a stream together with its helper: text, and parallel calls in pieces", async () => {
    await using server = await loopback(openai, ({ payload }) =>
      answer(payload.kind === "model" && payload.conversation.tools.length > 0 ? calling : spoken),
    );
    const client = clientOf(server);
    const text = await client.chat.completions.stream(ask).finalChatCompletion();
    expect(text.choices[0]?.message.content).toBe(spoken.text);
    const tools = calling.toolCalls.map(({ name }) => ({
      type: "function" as const,
      function: { name, parameters: {} },
    }));
    const stream = client.chat.completions.stream({ ...ask, tools });
    const pieces: string[] = [];
    stream.on("tool_calls.function.arguments.delta", ({ arguments_delta }) => pieces.push(arguments_delta));
    const called = await stream.finalChatCompletion();
    const calls = called.choices[0]?.message.tool_calls?.map((call) =>
      call.type === "function" ? { id: call.id, name: call.function.name, arguments: call.function.arguments } : call,
    );
    expect(calls).toEqual(wireCalls);
    expect(pieces.length).toBeGreaterThan(wireCalls.length);
  });

  it.each([
    ["length", LengthFinishReasonError],
    ["content-filter", ContentFilterFinishReasonError],
  ] as const)("sees that an answer ended by %s", async (stopReason, raised) => {
    await using server = await loopback(openai, () => answer({ ...spoken, stopReason }));
    const { choices } = await clientOf(server).chat.completions.create(ask);
    expect(choices[0]?.finish_reason).toBe(stopReason.replace("-", "_"));
    const parsed = clientOf(server).chat.completions.parse({ ...ask, response_format: { type: "json_object" } });
    await expect(parsed).rejects.toBeInstanceOf(raised);
  });

  it("sees a refusal, plain and streamed", async () => {
    await using server = await loopback(openai, () =>
      answer({ ...spoken, text: "I cannot help.", stopReason: "refusal" }),
    );
    const plain = await clientOf(server).chat.completions.create(ask);
    const streamed = await clientOf(server).chat.completions.stream(ask).finalChatCompletion();
    for (const { choices } of [plain, streamed]) {
      expect(choices[0]?.message).toMatchObject({ refusal: "I cannot help.", content: null });
    }
  });

  it("passes arguments that are no JSON as the model wrote them", async () => {
    const broken = { id: "call_9", name: "get_order", arguments: '{"order_id": "TG-10' };
    await using server = await loopback(openai, () => answer({ ...calling, toolCalls: [broken] }));
    const plain = await clientOf(server).chat.completions.create(ask);
    expect(plain.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { arguments: broken.arguments } });
  });

  it("has its whole request understood", async () => {
    await using server = await loopback(openai, () => answer(spoken));
    await clientOf(server).chat.completions.create({
      model: "gpt-5",
      max_completion_tokens: 300,
      messages: [
        { role: "developer", content: "Be brief." },
        { role: "system", content: [{ type: "text", text: "Be kind." }] },
        {
          role: "user",
          content: [
            { type: "text", text: "See" },
            { type: "image_url", image_url: { url: "data:," } },
          ],
        },
        {
          role: "assistant",
          tool_calls: wireCalls.map(({ id, ...called }) => ({ id, type: "function", function: called })),
        },
        { role: "tool", tool_call_id: "call_2", content: [{ type: "text", text: "4 left" }] },
        { role: "tool", tool_call_id: "call_1", content: "shipped" },
        { role: "user", content: "And?" },
      ],
      tools: [{ type: "function", function: { name: "get_order", description: "d", parameters: { type: "object" } } }],
    });
    const expected: Conversation = {
      model: "gpt-5",
      system: "Be brief.\n\nBe kind.",
      messages: [
        { role: "user", text: "See\n[image_url]" },
        { role: "assistant", text: "", toolCalls: wireCalls },
        { role: "tool", callId: "call_2", name: "get_stock", text: "4 left" },
        { role: "tool", callId: "call_1", name: "get_order", text: "shipped" },
        { role: "user", text: "And?" },
      ],
      tools: [{ name: "get_order", description: "d", parameters: { type: "object" } }],
      maxOutputTokens: 300,
      stream: false,
    };
    expect(server.drafts[0]).toEqual({
      operation: "chat",
      stream: false,
      payload: { kind: "model", conversation: expected },
    });
  });
});
