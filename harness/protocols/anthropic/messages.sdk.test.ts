import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { collect } from "../testing/collect.ts";
import { answer, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { anthropic } from "./index.ts";

const clientOf = (server: Loopback): Anthropic => new Anthropic({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const ask = {
  model: "claude-test",
  max_tokens: 200,
  messages: [{ role: "user" as const, content: "Where is my order?" }],
};
const wireCalls = calling.toolCalls.map(({ id, name, arguments: text }) => ({
  type: "tool_use",
  id,
  name,
  input: JSON.parse(text),
}));

describe("the official client on Messages", () => {
  it("reads a plain answer, its usage and its request id", async () => {
    await using server = await loopback(anthropic, () => answer(spoken));
    const { data, request_id, response } = await clientOf(server).messages.create(ask).withResponse();
    expect(data).toMatchObject({
      content: [{ type: "text", text: spoken.text }],
      stop_reason: "end_turn",
      model: ask.model,
    });
    expect(data.usage).toMatchObject({ input_tokens: 42, output_tokens: 17 });
    expect(request_id).toMatch(/^req_/);
    expect(response.headers.get("anthropic-ratelimit-requests-remaining")).toBe("3999");
    expect(response.headers.get("anthropic-ratelimit-requests-reset")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it("puts text and parallel calls together, plain and through the stream helper", async () => {
    await using server = await loopback(anthropic, () => answer({ ...calling, text: spoken.text }));
    const client = clientOf(server);
    const stream = client.messages.stream(ask);
    const words: string[] = [];
    stream.on("text", (word) => words.push(word));
    for (const message of [await client.messages.create(ask), await stream.finalMessage()]) {
      expect(message.content).toMatchObject([{ type: "text", text: spoken.text }, ...wireCalls]);
      expect(message).toMatchObject({ stop_reason: "tool_use", usage: { input_tokens: 42, output_tokens: 17 } });
    }
    expect(words.length).toBeGreaterThan(5);
  });

  it("sees the events in the provider's order, the ping swallowed", async () => {
    await using server = await loopback(anthropic, () => answer({ ...spoken, text: "Two words" }));
    const events = await collect(await clientOf(server).messages.create({ ...ask, stream: true }));
    expect(events.map(({ type }) => type)).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
  });

  it.each([
    ["length", "max_tokens", null],
    ["refusal", "refusal", { type: "refusal" }],
    ["content-filter", "refusal", { type: "refusal" }],
  ] as const)("sees that an answer ended by %s as %s", async (stopReason, expected, stop_details) => {
    await using server = await loopback(anthropic, () => answer({ ...spoken, text: "", stopReason }));
    const plain = await clientOf(server).messages.create(ask);
    const streamed = await clientOf(server).messages.stream(ask).finalMessage();
    for (const message of [plain, streamed])
      expect(message).toMatchObject({ stop_reason: expected, stop_details, content: [] });
  });

  it.each([
    ["cut in a string", '{"order_id":"TG-1001","note":"ple', { order_id: "TG-1001" }],
    ["cut in a list", '{"lines":[{"sku":"A"},{"sku":"B"', { lines: [{ sku: "A" }, {}] }],
    ["cut at once", '{"order_id":"TG', {}],
    ["never an object", "order TG-1001", {}],
    ["closed wrongly", '{"a":[1}', {}],
  ])("gets the complete members of arguments %s", async (_case, text, input) => {
    const call = { id: "toolu_1", name: "get_order", arguments: text };
    await using server = await loopback(anthropic, () =>
      answer({ ...calling, toolCalls: [call], stopReason: "length" }),
    );
    const message = await clientOf(server).messages.create(ask);
    expect(message.content).toMatchObject([{ type: "tool_use", input }]);
  });

  it("gets cut arguments raw in a stream, and its helper makes them a partial object", async () => {
    const call = { id: "toolu_1", name: "get_order", arguments: '{"order_id":"TG-1001","no' };
    await using server = await loopback(anthropic, () =>
      answer({ ...calling, toolCalls: [call], stopReason: "length" }),
    );
    const events = await collect(await clientOf(server).messages.create({ ...ask, stream: true }));
    const raw = events.map((event) =>
      event.type === "content_block_delta" && event.delta.type === "input_json_delta" ? event.delta.partial_json : "",
    );
    expect(raw.join("")).toBe(call.arguments);
    const { content } = await clientOf(server).messages.stream(ask).finalMessage();
    expect(content).toMatchObject([{ type: "tool_use", input: { order_id: "TG-1001" } }]);
  });

  it("is understood at both forms of the base address", async () => {
    await using server = await loopback(anthropic, () => answer(spoken), { basePath: "/v1" });
    const body = JSON.stringify(ask);
    for (const path of ["/messages", "/v1/messages", "/v1/messages?beta=true"]) {
      const reply = await fetch(server.url + path, { method: "POST", body });
      expect(reply.status).toBe(200);
    }
    for (const path of ["/v1/messages/count_tokens", "/v1/messages/batches"]) {
      const reply = await fetch(server.url + path, { method: "POST", body });
      expect(reply.status).toBe(418);
    }
  });

  it("has its whole request understood", async () => {
    await using server = await loopback(anthropic, () => answer(spoken));
    await clientOf(server).messages.create({
      ...ask,
      system: [{ type: "text", text: "Be brief." }],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "Where?" },
            { type: "image", source: { type: "url", url: "http://x.test" } },
          ],
        },
        { role: "assistant", content: [{ type: "text", text: "Let me see." }, ...calling.toolCalls.map(toolUse)] },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "call_1", content: [{ type: "text", text: "shipped" }] },
            { type: "tool_result", tool_use_id: "call_2", content: "no such item", is_error: true },
            { type: "text", text: "And?" },
          ],
        },
      ],
      tools: [{ name: "get_order", description: "d", input_schema: { type: "object" } }],
    });
    expect(server.drafts[0]).toEqual({
      operation: "chat",
      stream: false,
      payload: {
        kind: "model",
        conversation: {
          model: ask.model,
          system: "Be brief.",
          messages: [
            { role: "user", text: "Where?\n[image]" },
            { role: "assistant", text: "Let me see.", toolCalls: calling.toolCalls },
            { role: "tool", callId: "call_1", name: "get_order", text: "shipped" },
            { role: "tool", callId: "call_2", name: "get_stock", text: "no such item", isError: true },
            { role: "user", text: "And?" },
          ],
          tools: [{ name: "get_order", description: "d", parameters: { type: "object" } }],
          maxOutputTokens: 200,
          stream: false,
        },
      },
    });
  });
});

const toolUse = ({
  id,
  name,
  arguments: text,
}: {
  id: string;
  name: string;
  arguments: string;
}): Anthropic.ToolUseBlockParam => ({
  type: "tool_use",
  id,
  name,
  input: JSON.parse(text),
});
