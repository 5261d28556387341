import { Ollama } from "ollama";
import { describe, expect, it } from "vitest";
import { BadRequest } from "../../domain/protocol.ts";
import { bindingOf, requestOf } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { ollama, ollamaEmbeddings } from "./index.ts";

const clientOf = ({ url }: Loopback): Ollama => new Ollama({ host: url });
const user = { role: "user", content: "Where is TG-1001?" };
const ask = { model: "llama3.2", messages: [{ role: "system", content: "Be brief." }, user] };
const tools = [{ type: "function", function: { name: "get_order", description: "An order." } }];

describe("the official client", () => {
  it("reads an answer and its counts", async () => {
    await using server = await loopback(ollama, () => answer(spoken));
    const response = await clientOf(server).chat({ ...ask, tools, options: { num_predict: 9 } });
    expect(response).toMatchObject({
      model: "llama3.2",
      message: { role: "assistant", content: spoken.text },
      done: true,
      done_reason: "stop",
      prompt_eval_count: 42,
      eval_count: 17,
    });
    expect(response.total_duration).toBe(
      response.load_duration + response.prompt_eval_duration + response.eval_duration,
    );
    expect(server.drafts[0]).toMatchObject({
      stream: false,
      payload: { conversation: { system: "Be brief.", maxOutputTokens: 9, tools: [{ name: "get_order" }] } },
    });
  });

  it("streams lines, the counts in the last one", async () => {
    await using server = await loopback(ollama, () => answer({ ...spoken, stopReason: "length" }));
    const parts = await collect(await clientOf(server).chat({ ...ask, stream: true }));
    expect(parts.map(({ message }) => message.content).join("")).toBe(spoken.text);
    expect(parts.filter(({ done }) => done)).toHaveLength(1);
    expect(parts.at(-1)).toMatchObject({ done: true, done_reason: "length", eval_count: 17 });
  });

  it.each([false, true])("is given calls whole, their arguments objects (stream %s)", async (stream) => {
    await using server = await loopback(ollama, (_draft, count) => answer(count === 1 ? calling : spoken));
    const client = clientOf(server);
    const parts = stream
      ? await collect(await client.chat({ ...ask, tools, stream: true }))
      : [await client.chat({ ...ask, tools })];
    const calls = parts.flatMap(({ message }) => message.tool_calls ?? []);
    expect(calls.map((call) => call.function.arguments)).toEqual(
      calling.toolCalls.map(({ arguments: text }) => JSON.parse(text)),
    );
    const results = calls.map((call) => ({ role: "tool", tool_name: call.function.name, content: "done" }));
    const said = { role: "assistant", content: "", tool_calls: calls };
    await client.chat({ ...ask, messages: [user, said, ...results] });
    expect(server.drafts[1]?.payload).toMatchObject({
      conversation: {
        messages: [
          { role: "user" },
          { role: "assistant", toolCalls: calling.toolCalls },
          { role: "tool", callId: "call_1", name: "get_order", text: "done" },
          { role: "tool", callId: "call_2", name: "get_stock", text: "done" },
        ],
      },
    });
  });

  it.each([false, true])("generates (stream %s)", async (stream) => {
    await using server = await loopback(ollama, () => answer(spoken));
    const request = { model: "llama3.2", prompt: "Hi", system: "Be brief." };
    const client = clientOf(server);
    const parts = stream
      ? await collect(await client.generate({ ...request, stream: true }))
      : [await client.generate(request)];
    expect(parts.map(({ response }) => response).join("")).toBe(spoken.text);
    expect(server.drafts[0]?.payload).toMatchObject({
      conversation: { system: "Be brief.", messages: [{ role: "user", text: "Hi" }] },
    });
  });

  it("raises what the server says, and asks once", async () => {
    await using server = await loopback(ollama, () => failure({ kind: "not-found", retryAfterMs: 1000 }));
    await expect(clientOf(server).chat(ask)).rejects.toMatchObject({
      name: "ResponseError",
      status_code: 404,
      error: "model 'llama3.2' not found",
    });
    expect(server.requests).toHaveLength(1);
  });

  it("embeds, with the older endpoint too", async () => {
    const result = { vectors: [[0.5, -0.5]], inputTokens: 7 };
    await using server = await loopback(ollamaEmbeddings, () => ({
      kind: "answer",
      payload: { kind: "embedding", result },
    }));
    const response = await clientOf(server).embed({ model: "nomic-embed-text", input: "one" });
    expect(response).toMatchObject({ embeddings: result.vectors, prompt_eval_count: 7 });
    const older = await clientOf(server).embeddings({ model: "nomic-embed-text", prompt: "one" });
    expect(older.embedding).toEqual(result.vectors[0]);
    expect(server.drafts.map(({ payload }) => payload)).toEqual([
      { kind: "embedding", request: { model: "nomic-embed-text", inputs: ["one"], dimensions: 768 } },
      { kind: "embedding", request: { model: "nomic-embed-text", inputs: ["one"], dimensions: 768 } },
    ]);
  });
});

describe("requests that the server refuses", () => {
  const draftOf = (body: unknown) =>
    ollama.decodeCall(
      requestOf("POST", "http://model.test:11434/api/chat", body),
      bindingOf("http://model.test:11434"),
    );
  const complaint = (body: unknown): string => {
    try {
      draftOf(body);
    } catch (error) {
      if (error instanceof BadRequest) return error.message;
      throw error;
    }
    return "accepted";
  };

  it.each([
    ["not JSON", "{", /^invalid character/],
    ["no model", { messages: [user] }, "model is required"],
    [
      "messages of another type",
      { model: "m", messages: "Hi" },
      "json: cannot unmarshal string into Go struct field ChatRequest.messages of type slice",
    ],
    [
      "content of another type",
      { model: "m", messages: [{ role: "user", content: 7 }] },
      /cannot unmarshal number into Go struct field ChatRequest\.messages\.content/,
    ],
    ["an unknown role", { model: "m", messages: [{ role: "robot", content: "x" }] }, /^invalid role: robot/],
  ])("%s", (_case, body, message) => {
    expect(complaint(body)).toMatch(message);
  });

  it("streams to whoever does not say", () => {
    expect(draftOf({ model: "m", messages: [user] }).stream).toBe(true);
  });
});
