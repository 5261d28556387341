import { CohereClientV2, CohereError } from "cohere-ai";
import { describe, expect, it } from "vitest";
import { BadRequest } from "../../domain/protocol.ts";
import { bindingOf, requestOf } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { cohere, cohereEmbeddings } from "./index.ts";

const clientOf = ({ url }: Loopback): CohereClientV2 => new CohereClientV2({ token: "k", baseUrl: url });
const user = { role: "user" as const, content: "Where is TG-1001?" };
const ask = { model: "command-a-03-2025", messages: [{ role: "system" as const, content: "Be brief." }, user] };
const tools = [{ type: "function" as const, function: { name: "get_order", parameters: { type: "object" } } }];

describe("the official client", () => {
  it("reads an answer, its usage and what came from the cache", async () => {
    const usage = { inputTokens: 42, outputTokens: 17, cacheReadTokens: 32 };
    await using server = await loopback(cohere, () => answer({ ...spoken, usage }));
    const response = await clientOf(server).chat({ ...ask, maxTokens: 9, tools });
    expect(response).toMatchObject({
      finishReason: "COMPLETE",
      message: { role: "assistant", content: [{ type: "text", text: spoken.text }] },
      usage: { tokens: { inputTokens: 42, outputTokens: 17 }, cachedTokens: 32 },
    });
    expect(response.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(server.requests[0]?.url).toMatch(/\/v2\/chat$/);
    expect(server.drafts[0]?.payload).toMatchObject({
      conversation: { system: "Be brief.", maxOutputTokens: 9, tools: [{ name: "get_order" }] },
    });
  });

  it("streams text", async () => {
    await using server = await loopback(cohere, () => answer({ ...spoken, stopReason: "length" }));
    const events = await collect(await clientOf(server).chatStream(ask));
    const text = events.map((event) => (event.type === "content-delta" ? event.delta?.message?.content?.text : ""));
    expect(text.join("")).toBe(spoken.text);
    expect(events.at(0)?.type).toBe("message-start");
    expect(events.at(-1)).toMatchObject({ type: "message-end", delta: { finishReason: "MAX_TOKENS" } });
  });

  it("is given a plan and parallel calls in pieces, and tells their results", async () => {
    const planned = { ...calling, text: "I will look it up." };
    await using server = await loopback(cohere, (_draft, count) => answer(count === 1 ? planned : spoken));
    const client = clientOf(server);
    const events = await collect(await client.chatStream({ ...ask, tools }));
    const plan = events.map((event) => (event.type === "tool-plan-delta" ? event.delta?.message?.toolPlan : ""));
    expect(plan.join("")).toBe(planned.text);
    const written = new Map<number, string>();
    for (const event of events) {
      if (event.type !== "tool-call-delta") continue;
      const index = event.index ?? 0;
      const part = event.delta?.message?.toolCalls?.function?.arguments ?? "";
      written.set(index, (written.get(index) ?? "") + part);
    }
    expect([...written.values()]).toEqual(calling.toolCalls.map(({ arguments: text }) => text));
    const toolCalls = calling.toolCalls.map(({ id, name, arguments: text }) => ({
      id,
      type: "function" as const,
      function: { name, arguments: text },
    }));
    const said = { role: "assistant" as const, toolPlan: planned.text, toolCalls };
    const results = [
      { role: "tool" as const, toolCallId: "call_1", content: "on its way" },
      {
        role: "tool" as const,
        toolCallId: "call_2",
        content: [{ type: "document" as const, document: { data: { left: 3 } } }],
      },
    ];
    await client.chat({ ...ask, messages: [user, said, ...results] });
    expect(server.drafts[1]?.payload).toMatchObject({
      conversation: {
        messages: [
          { role: "user" },
          { role: "assistant", text: planned.text, toolCalls: calling.toolCalls },
          { role: "tool", callId: "call_1", name: "get_order", text: "on its way" },
          { role: "tool", callId: "call_2", name: "get_stock", text: '{"left":3}' },
        ],
      },
    });
  });

  it("waits as long as it is told, and raises the class of the status", async () => {
    await using server = await loopback(cohere, (_draft, count) =>
      count === 1 ? failure({ kind: "throttled", retryAfterMs: 900 }) : failure({ kind: "not-found" }),
    );
    const error = await clientOf(server)
      .chat(ask)
      .catch((raised: unknown) => raised);
    if (!(error instanceof CohereError)) throw error;
    expect(error.statusCode).toBe(404);
    expect(error.body).toMatchObject({ message: expect.stringMatching(/^model 'command-a-03-2025' not found/) });
    expect(server.requests).toHaveLength(2);
  });

  it("embeds", async () => {
    const result = { vectors: [[0.5, -0.5]], inputTokens: 7 };
    await using server = await loopback(cohereEmbeddings, () => ({
      kind: "answer",
      payload: { kind: "embedding", result },
    }));
    const response = await clientOf(server).embed({
      model: "embed-v4.0",
      inputType: "search_query",
      embeddingTypes: ["float"],
      texts: ["one"],
    });
    expect(response.embeddings.float).toEqual(result.vectors);
    expect(response.meta?.billedUnits?.inputTokens).toBe(7);
    expect(server.drafts[0]?.payload).toMatchObject({ request: { inputs: ["one"], dimensions: 1536 } });
  });
});

describe("requests that the service refuses", () => {
  const complaint = (body: unknown): string => {
    try {
      cohere.decodeCall(requestOf("POST", "https://api.cohere.com/v2/chat", body), bindingOf("https://api.cohere.com"));
    } catch (error) {
      if (error instanceof BadRequest) return error.message;
      throw error;
    }
    return "accepted";
  };
  const asked = {
    role: "assistant",
    tool_calls: [{ id: "c1", type: "function", function: { name: "f", arguments: "{}" } }],
  };

  it.each([
    ["not JSON", "{", /^invalid json syntax/],
    ["no model", { messages: [user] }, "a model parameter is required for this endpoint."],
    ["no messages", { model: "m" }, "invalid request: messages is required"],
    ["an empty list", { model: "m", messages: [] }, "invalid request: messages must not be empty"],
    [
      "messages of another type",
      { model: "m", messages: "Hi" },
      "invalid type: parameter messages is of type string but should be of type array.",
    ],
    ["a call without a result", { model: "m", messages: [user, asked, user] }, /missing results for: c1$/],
    [
      "a result without a call",
      { model: "m", messages: [user, { role: "tool", tool_call_id: "c1", content: "x" }] },
      /tool call id c1 not found/,
    ],
  ])("%s", (_case, body, message) => {
    expect(complaint(body)).toMatch(message);
  });
});

it("leaves version 1 alone", () => {
  const at = (url: string) => cohere.recognise(requestOf("POST", url, {}), bindingOf("https://api.cohere.com"));
  expect(at("https://api.cohere.com/v1/chat")).toBeUndefined();
  expect(at("https://api.cohere.com/v2/chat")).toBe("chat");
});
