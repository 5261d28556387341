import { Mistral } from "@mistralai/mistralai";
import { HTTPValidationError, SDKError } from "@mistralai/mistralai/models/errors";
import { describe, expect, it } from "vitest";
import { BadRequest } from "../../domain/protocol.ts";
import { bindingOf, requestOf } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { mistral, mistralEmbeddings } from "./index.ts";

const clientOf = ({ url }: Loopback): Mistral => new Mistral({ apiKey: "k", serverURL: url });
const user = { role: "user" as const, content: "Where is TG-1001?" };
const ask = { model: "mistral-small-latest", messages: [{ role: "system" as const, content: "Be brief." }, user] };
const tools = [{ type: "function" as const, function: { name: "get_order", parameters: { type: "object" } } }];

describe("the official client", () => {
  it("reads an answer, its usage and what came from the cache", async () => {
    const usage = { inputTokens: 42, outputTokens: 17, cacheReadTokens: 32 };
    await using server = await loopback(mistral, () => answer({ ...spoken, usage }));
    const response = await clientOf(server).chat.complete({ ...ask, maxTokens: 9, tools });
    expect(response.id).toMatch(/^[0-9a-f]{32}$/);
    expect(response.choices[0]).toMatchObject({ finishReason: "stop", message: { content: spoken.text } });
    expect(response.usage).toMatchObject({ promptTokens: 42, completionTokens: 17, totalTokens: 59 });
    expect(response.usage["prompt_tokens_details"]).toEqual({ cached_tokens: 32 });
    expect(server.requests[0]?.url).toMatch(/\/v1\/chat\/completions$/);
    expect(server.drafts[0]?.payload).toMatchObject({
      conversation: { system: "Be brief.", maxOutputTokens: 9, tools: [{ name: "get_order" }] },
    });
  });

  it("is given parallel calls under ids that the service accepts again", async () => {
    await using server = await loopback(mistral, (_draft, count) => answer(count === 1 ? calling : spoken));
    const { chat } = clientOf(server);
    const events = await collect(await chat.stream({ ...ask, tools }));
    const toolCalls = events.flatMap(({ data }) => data.choices[0]?.delta.toolCalls ?? []);
    expect(toolCalls.map(({ function: called }) => called.arguments)).toEqual(
      calling.toolCalls.map(({ arguments: text }) => text),
    );
    for (const { id } of toolCalls) expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2);
    const results = toolCalls.map(({ id }) => ({ role: "tool" as const, toolCallId: id ?? "", content: "done" }));
    const messages = [user, { role: "assistant" as const, toolCalls }, ...results];
    await chat.complete({ ...ask, messages });
    expect(server.drafts[1]?.payload).toMatchObject({
      conversation: { messages: [{}, {}, { role: "tool", name: "get_order" }, { role: "tool", name: "get_stock" }] },
    });
  });

  it("streams, with usage in the chunk that says why it ended", async () => {
    await using server = await loopback(mistral, () => answer({ ...spoken, stopReason: "length" }));
    const events = await collect(await clientOf(server).chat.stream(ask));
    expect(events.map(({ data }) => data.choices[0]?.delta.content).join("")).toBe(spoken.text);
    expect(events.at(-1)?.data).toMatchObject({ choices: [{ finishReason: "length" }], usage: { promptTokens: 42 } });
  });

  it("tells a limit by its body only", async () => {
    await using server = await loopback(mistral, () => failure({ kind: "throttled", retryAfterMs: 1200 }));
    const error = await clientOf(server)
      .chat.complete(ask)
      .catch((raised: unknown) => raised);
    if (!(error instanceof SDKError)) throw error;
    expect(error.statusCode).toBe(429);
    expect(error.headers.get("retry-after")).toBe("2");
    expect(JSON.parse(error.body)).toMatchObject({ object: "error", type: "rate_limited", code: "1300", param: null });
  });

  it("raises a class of its own for a body of the wrong shape", async () => {
    await using server = await loopback(mistral, () => failure({ kind: "invalid-request" }));
    await expect(clientOf(server).chat.complete(ask)).rejects.toBeInstanceOf(HTTPValidationError);
  });

  it("embeds", async () => {
    const result = {
      vectors: [
        [0.5, -0.5],
        [0.25, 1],
      ],
      inputTokens: 7,
    };
    await using server = await loopback(mistralEmbeddings, () => ({
      kind: "answer",
      payload: { kind: "embedding", result },
    }));
    const response = await clientOf(server).embeddings.create({ model: "mistral-embed", inputs: ["one", "two"] });
    expect(response.data.map(({ embedding }) => embedding)).toEqual(result.vectors);
    expect(response.usage.promptTokens).toBe(7);
    expect(server.drafts[0]?.payload).toMatchObject({ request: { inputs: ["one", "two"], dimensions: 1024 } });
  });
});

describe("requests that the service refuses", () => {
  const binding = bindingOf("https://api.mistral.ai/v1");
  const complaint = (body: unknown): string => {
    try {
      mistral.decodeCall(requestOf("POST", "https://api.mistral.ai/v1/chat/completions", body), binding);
    } catch (error) {
      if (error instanceof BadRequest) return error.message;
      throw error;
    }
    return "accepted";
  };
  const asked = (id: string) => ({ role: "assistant", tool_calls: [{ id, function: { name: "f", arguments: "{}" } }] });
  const result = { role: "tool", tool_call_id: "abcdefghi", content: "x" };

  it.each([
    ["not JSON", "{", "body.0: JSON decode error"],
    ["no model", { messages: [user] }, "body.model: Field required"],
    ["messages of another type", { model: "m", messages: "Hi" }, "body.messages: Input should be a valid list"],
    [
      "an unknown role",
      { model: "m", messages: [{ ...user, role: "robot" }] },
      /^body\.messages\.0\.role: Input should be 'system'/,
    ],
    [
      "the assistant's last word",
      { model: "m", messages: [{ role: "assistant", content: "x" }] },
      /^Expected last role User or Tool/,
    ],
    [
      "an id of another length",
      { model: "m", messages: [user, asked("call_1"), user] },
      /^Tool call id was call_1 but must be/,
    ],
    ["a call without a result", { model: "m", messages: [user, asked("abcdefghi"), user] }, /^Not the same number/],
    ["a result without a call", { model: "m", messages: [user, result] }, /^Unexpected tool call id abcdefghi/],
    ["a call with its result", { model: "m", messages: [user, asked("abcdefghi"), result] }, "accepted"],
  ])("%s", (_case, body, message) => {
    expect(complaint(body)).toMatch(message);
  });

  it.each([
    ["body.messages.0.role: Field required", 422, { type: "missing", loc: ["body", "messages", 0, "role"] }],
    ["Not the same number of function calls and responses", 400, undefined],
  ])("answers %s with the place, or with a type", async (message, status, detail) => {
    await using server = await loopback(mistral, () => failure({ kind: "invalid-request", message }));
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "m", messages: [user] }),
    });
    const body = (await response.json()) as { message: unknown; type: string };
    expect(response.status).toBe(status);
    if (detail) expect(body.message).toMatchObject({ detail: [detail] });
    else expect(body).toMatchObject({ message, type: "invalid_request_message_order", code: "3230" });
  });
});
