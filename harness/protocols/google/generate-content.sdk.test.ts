import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { type Content, GoogleGenAI } from "@google/genai";
import { generateText, streamText, tool } from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { collect } from "../testing/collect.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { calling, spoken } from "../testing/turns.ts";
import { gemini, vertex } from "./index.ts";

const model = "gemini-2.5-flash";
const clientOf = ({ url }: Pick<Loopback, "url">, vertexai = false): GoogleGenAI =>
  new GoogleGenAI({ apiKey: "k", vertexai, httpOptions: { baseUrl: url } });
const declarations = [{ name: "get_order", description: "An order.", parametersJsonSchema: { type: "object" } }];
const userTurn: Content = { role: "user", parts: [{ text: "Where is TG-1001?" }] };

describe("the official client", () => {
  it("reads an answer with its usage, cache and thoughts counted apart", async () => {
    const usage = { inputTokens: 40, outputTokens: 17, cacheReadTokens: 32, reasoningTokens: 5 };
    await using server = await loopback(gemini, () => answer({ ...spoken, usage }));
    const response = await clientOf(server).models.generateContent({ model, contents: "Hi" });
    expect(response.text).toBe(spoken.text);
    expect(response.modelVersion).toBe(model);
    expect(response.candidates?.[0]?.finishReason).toBe("STOP");
    expect(response.usageMetadata).toMatchObject({
      promptTokenCount: 40,
      cachedContentTokenCount: 32,
      candidatesTokenCount: 12,
      thoughtsTokenCount: 5,
      totalTokenCount: 57,
    });
  });

  it("reads a stream as events, the counts final in the last one", async () => {
    await using server = await loopback(gemini, () => answer(spoken));
    const chunks = await collect(await clientOf(server).models.generateContentStream({ model, contents: "Hi" }));
    expect(chunks.map(({ text }) => text).join("")).toBe(spoken.text);
    expect(new Set(chunks.map(({ responseId }) => responseId)).size).toBe(1);
    expect(chunks.at(-1)?.usageMetadata?.candidatesTokenCount).toBe(17);
    expect(server.requests[0]?.url).toContain("/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    expect(server.drafts[0]).toMatchObject({ stream: true, echo: "events" });
  });

  it.each([false, true])("is given parallel calls whole, and tells their results (stream %s)", async (stream) => {
    await using server = await loopback(gemini, (_draft, count) => answer(count === 1 ? calling : spoken));
    const { models } = clientOf(server);
    const config = {
      systemInstruction: "Be brief.",
      maxOutputTokens: 99,
      tools: [{ functionDeclarations: declarations }],
    };
    const ask = { model, contents: [userTurn], config };
    const responses = stream
      ? await collect(await models.generateContentStream(ask))
      : [await models.generateContent(ask)];
    const calls = responses.flatMap(({ functionCalls = [] }) => functionCalls);
    expect(calls).toEqual(
      calling.toolCalls.map(({ id, name, arguments: text }) => ({ id, name, args: JSON.parse(text) })),
    );
    const results: Content = {
      role: "user",
      parts: [
        { functionResponse: { id: "call_1", name: "get_order", response: { output: "on its way" } } },
        { functionResponse: { id: "call_2", name: "get_stock", response: { error: "no such store" } } },
      ],
    };
    const said: Content = { role: "model", parts: calls.map((functionCall) => ({ functionCall })) };
    await models.generateContent({ model, contents: [userTurn, said, results], config });
    expect(server.drafts[1]?.payload).toMatchObject({
      conversation: {
        model,
        system: "Be brief.",
        maxOutputTokens: 99,
        tools: [{ name: "get_order", parameters: { type: "object" } }],
        messages: [
          { role: "user", text: "Where is TG-1001?" },
          { role: "assistant", text: "", toolCalls: calling.toolCalls },
          { role: "tool", callId: "call_1", name: "get_order", text: "on its way" },
          { role: "tool", callId: "call_2", name: "get_stock", text: "no such store", isError: true },
        ],
      },
    });
  });

  it("is told of a call that the model wrote badly, and never shown it", async () => {
    const toolCalls = [{ id: "c", name: "get_order", arguments: '{"order_id": ' }];
    await using server = await loopback(gemini, () => answer({ ...calling, toolCalls }));
    const response = await clientOf(server).models.generateContent({ model, contents: "Hi" });
    expect(response.functionCalls).toBeUndefined();
    expect(response.candidates?.[0]?.finishReason).toBe("MALFORMED_FUNCTION_CALL");
  });

  it("finds the platform's models below a project, or without one", async () => {
    await using server = await loopback(vertex, () => answer(spoken));
    const response = await clientOf(server, true).models.generateContent({ model, contents: "Hi" });
    expect(response.text).toBe(spoken.text);
    expect(server.requests[0]?.url).toMatch(/\/v1\w*\/publishers\/google\/models\/gemini-2\.5-flash:generateContent$/);
    const url = `${server.url}/v1/projects/p/locations/l/publishers/google/models/${model}:generateContent`;
    const direct = await fetch(url, { method: "POST", body: JSON.stringify({ contents: [userTurn] }) });
    expect(direct.status).toBe(200);
  });
});

describe("the AI SDK's client", () => {
  const modelOf = ({ url }: Loopback) => createGoogleGenerativeAI({ apiKey: "k", baseURL: `${url}/v1beta` })(model);

  it("runs a tool, and gives its result back", async () => {
    await using server = await loopback(gemini, (_draft, count) =>
      answer(count === 1 ? { ...calling, toolCalls: calling.toolCalls.slice(0, 1) } : spoken),
    );
    const tools = {
      get_order: tool({ inputSchema: z.object({ order_id: z.string() }), execute: () => "on its way" }),
    };
    const first = await generateText({ model: modelOf(server), tools, prompt: "Where is TG-1001?" });
    expect(first.finishReason).toBe("tool-calls");
    const second = await generateText({
      model: modelOf(server),
      tools,
      messages: [{ role: "user", content: "Where is TG-1001?" }, ...first.response.messages],
    });
    expect(second.text).toBe(spoken.text);
    expect(second.usage).toMatchObject({ inputTokens: 42, outputTokens: 17 });
    expect(server.requests[0]?.url).toMatch(/\/v1beta\/models\/gemini-2\.5-flash:generateContent$/);
    expect(server.drafts[1]?.payload).toMatchObject({
      conversation: { messages: [{ role: "user" }, { role: "assistant" }, { role: "tool", text: "on its way" }] },
    });
  });

  it("streams, and ends for the reason given", async () => {
    await using server = await loopback(gemini, () => answer({ ...spoken, stopReason: "length" }));
    const result = streamText({ model: modelOf(server), prompt: "Hi" });
    expect(await result.text).toBe(spoken.text);
    expect(await result.finishReason).toBe("length");
  });
});

describe("a stream that is no event stream", () => {
  const ask = (server: Loopback) =>
    fetch(`${server.url}/v1beta/models/m:streamGenerateContent`, {
      method: "POST",
      body: JSON.stringify({ contents: [userTurn] }),
    });

  it("is one JSON array", async () => {
    await using server = await loopback(gemini, () => answer(spoken));
    const response = await ask(server);
    expect(response.headers.get("content-type")).toBe("application/json; charset=UTF-8");
    const chunks = (await response.json()) as { candidates: { content: { parts: { text: string }[] } }[] }[];
    expect(chunks.map(({ candidates }) => candidates[0]?.content.parts[0]?.text).join("")).toBe(spoken.text);
  });

  it("fails as an array too", async () => {
    await using server = await loopback(gemini, () => failure({ kind: "overloaded" }));
    const response = await ask(server);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject([{ error: { code: 503, status: "UNAVAILABLE" } }]);
  });
});
