import fc from "fast-check";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { ModelTurn } from "../../domain/conversation.ts";
import { bindingOf, callOf, encodeContext, joined } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, type Loopback, loopback } from "../testing/loopback.ts";
import { spoken } from "../testing/turns.ts";
import { openai } from "./index.ts";

const clientOf = (server: Loopback): OpenAI => new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const ask = { model: "gpt-5", messages: [{ role: "user" as const, content: "Hi" }] };
const input = { model: "gpt-5", input: "Hi" };
const usage = { inputTokens: 2006, outputTokens: 300, cacheReadTokens: 1920, reasoningTokens: 192 };
const counted: ModelTurn = { ...spoken, usage };

const streamedUsage = { ...ask, stream: true as const, stream_options: { include_usage: true } };

describe("usage as the official client reads it", () => {
  it("tells cached tokens as part of the prompt, and reasoning as part of the completion", async () => {
    await using server = await loopback(openai, () => answer(counted));
    const client = clientOf(server);
    const chat = await client.chat.completions.create(ask);
    const last = (await collect(await client.chat.completions.create(streamedUsage))).at(-1);
    for (const told of [chat.usage, last?.usage]) {
      expect(told).toMatchObject({
        prompt_tokens: 2006,
        completion_tokens: 300,
        total_tokens: 2306,
        prompt_tokens_details: { cached_tokens: 1920 },
        completion_tokens_details: { reasoning_tokens: 192 },
      });
    }
    const response = await client.responses.create(input);
    const streamed = await client.responses.stream(input).finalResponse();
    for (const told of [response.usage, streamed.usage]) {
      expect(told).toMatchObject({
        input_tokens: 2006,
        output_tokens: 300,
        input_tokens_details: { cached_tokens: 1920 },
        output_tokens_details: { reasoning_tokens: 192 },
      });
    }
  });

  it("is left out where the turn says so, whole and streamed", async () => {
    await using server = await loopback(openai, () => answer({ ...counted, withoutUsage: true }));
    const client = clientOf(server);
    const chunks = await collect(await client.chat.completions.create(streamedUsage));
    expect(chunks.every((chunk) => !chunk.usage)).toBe(true);
    expect((await client.chat.completions.create(ask)).usage).toBeUndefined();
    expect((await client.responses.create(input)).usage).toBeUndefined();
    expect((await client.responses.stream(input).finalResponse()).usage).toBeUndefined();
  });

  it("shows the id that the turn carries, in every chunk", async () => {
    await using server = await loopback(openai, () => answer({ ...spoken, responseId: "id_of_before" }));
    const client = clientOf(server);
    const chunks = await collect(await client.chat.completions.create(streamedUsage));
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(["id_of_before"]));
    expect((await client.chat.completions.create(ask)).id).toBe("id_of_before");
    expect((await client.responses.create(input)).id).toBe("id_of_before");
    expect((await client.responses.stream(input).finalResponse()).id).toBe("id_of_before");
  });

  it.each(["chat", "responses"])("is read back from the wire as it was written (%s)", async (operation) => {
    const positive = fc.integer({ min: 1, max: 100_000 });
    const anyUsage = fc.record({
      inputTokens: positive,
      outputTokens: positive,
      cacheReadTokens: positive,
      reasoningTokens: positive,
    });
    const binding = bindingOf("http://model.test/v1");
    await fc.assert(
      fc.asyncProperty(anyUsage, fc.boolean(), async (given, stream) => {
        const conversation = { model: "m", system: "", messages: [], tools: [], stream, streamUsage: stream };
        const call = callOf({ operation, stream, payload: { kind: "model", conversation } }, openai);
        const turn = { ...spoken, usage: given, responseId: "id_1" };
        const wire = openai.encodeReply(
          call,
          { kind: "answer", payload: { kind: "model", turn } },
          binding,
          encodeContext(),
        );
        expect(openai.decodeReply(call, await joined(wire), binding)).toEqual({ kind: "model", turn });
      }),
      { numRuns: 30 },
    );
  });
});
