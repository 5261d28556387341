import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { collect } from "../testing/collect.ts";
import { answer, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { openai } from "./index.ts";

const clientOf = (server: Loopback): OpenAI => new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const ask = { model: "gpt-5", input: "Where is my order?" };
const wireCalls = calling.toolCalls.map(({ id, name, arguments: text }) => ({ call_id: id, name, arguments: text }));

describe("the official client on Responses", () => {
  it("reads a plain answer and its usage", async () => {
    await using server = await loopback(openai, () => answer(spoken), { basePath: "/v1" });
    const response = await clientOf(server).responses.create(ask);
    expect(response).toMatchObject({ status: "completed", output_text: spoken.text, usage: { total_tokens: 59 } });
    expect(server.drafts[0]?.operation).toBe("responses");
  });

  it("reads parallel calls, plain and through the stream helper", async () => {
    await using server = await loopback(openai, () => answer(calling));
    const plain = await clientOf(server).responses.create(ask);
    const streamed = await clientOf(server).responses.stream(ask).finalResponse();
    for (const { output, status } of [plain, streamed]) {
      expect(status).toBe("completed");
      expect(output.map((item) => (item.type === "function_call" ? item : undefined))).toMatchObject(wireCalls);
    }
  });

  it("puts text after text and calls after it together with its helper", async () => {
    const both = { ...calling, text: spoken.text };
    await using server = await loopback(openai, () => answer(both));
    const stream = clientOf(server).responses.stream(ask);
    const words: string[] = [];
    stream.on("response.output_text.delta", ({ delta }) => words.push(delta));
    const final = await stream.finalResponse();
    expect(words.length).toBeGreaterThan(5);
    expect(final.output_text).toBe(spoken.text);
    expect(final.output.map(({ type }) => type)).toEqual(["message", "function_call", "function_call"]);
    expect(final.usage?.total_tokens).toBe(59);
  });

  it("numbers its events from created to completed", async () => {
    await using server = await loopback(openai, () => answer({ ...spoken, text: "Two words" }));
    const events = await collect(await clientOf(server).responses.create({ ...ask, stream: true }));
    expect(events.map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
  });

  it.each([
    ["length", "max_output_tokens"],
    ["content-filter", "content_filter"],
  ] as const)("sees that an answer was cut by %s", async (stopReason, reason) => {
    await using server = await loopback(openai, () => answer({ ...spoken, stopReason }));
    const plain = await clientOf(server).responses.create(ask);
    const streamed = await clientOf(server).responses.stream(ask).finalResponse();
    for (const response of [plain, streamed]) {
      expect(response).toMatchObject({
        status: "incomplete",
        incomplete_details: { reason },
        output_text: spoken.text,
      });
    }
  });

  it("sees a refusal, plain and streamed", async () => {
    await using server = await loopback(openai, () =>
      answer({ ...spoken, text: "I cannot help.", stopReason: "refusal" }),
    );
    const plain = await clientOf(server).responses.create(ask);
    const streamed = await clientOf(server).responses.stream(ask).finalResponse();
    for (const { output } of [plain, streamed]) {
      expect(output[0]).toMatchObject({ type: "message", content: [{ type: "refusal", refusal: "I cannot help." }] });
    }
  });

  it("has its whole request understood", async () => {
    await using server = await loopback(openai, () => answer(spoken));
    const [first, second] = wireCalls;
    if (!first || !second) throw new Error("The sample turn has two calls.");
    await clientOf(server).responses.create({
      model: "gpt-5",
      instructions: "Be brief.",
      max_output_tokens: 300,
      input: [
        { role: "developer", content: "Be kind." },
        { role: "user", content: [{ type: "input_text", text: "Where?" }] },
        {
          type: "message",
          id: "msg_1",
          status: "completed",
          role: "assistant",
          content: [{ type: "output_text", text: "Let me see.", annotations: [] }],
        },
        { type: "function_call", ...first },
        { type: "function_call", ...second },
        { type: "function_call_output", call_id: first.call_id, output: "shipped" },
        { type: "function_call_output", call_id: second.call_id, output: [{ type: "input_text", text: "4 left" }] },
      ],
      tools: [
        { type: "function", name: "get_order", parameters: { type: "object" }, strict: true },
        { type: "web_search" },
      ],
    });
    expect(server.drafts[0]?.payload).toEqual({
      kind: "model",
      conversation: {
        model: "gpt-5",
        system: "Be brief.\n\nBe kind.",
        messages: [
          { role: "user", text: "Where?" },
          { role: "assistant", text: "Let me see.", toolCalls: calling.toolCalls },
          { role: "tool", callId: "call_1", name: "get_order", text: "shipped" },
          { role: "tool", callId: "call_2", name: "get_stock", text: "4 left" },
        ],
        tools: [{ name: "get_order", parameters: { type: "object" } }],
        maxOutputTokens: 300,
        stream: false,
      },
    });
  });
});
