import fc from "fast-check";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { AnswerPayload } from "../../domain/call.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { failure, type Loopback, loopback } from "../testing/loopback.ts";
import { openaiEmbeddings, openaiModeration } from "./index.ts";

const clientOf = (server: Loopback): OpenAI => new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const reply = (payload: AnswerPayload) => ({ kind: "answer" as const, payload });
const vectors = [
  [0.25, -0.5, 0.125],
  [1, 0, -0.75],
];
const embedded = reply({ kind: "embedding", result: { vectors, inputTokens: 9 } });
const ask = { model: "text-embedding-3-small", input: ["one", "two"] };

describe("the official client on embeddings", () => {
  it("asks for base64 by default, and reads the same numbers as in plain", async () => {
    await using server = await loopback(openaiEmbeddings, () => embedded, { basePath: "/v1" });
    const client = clientOf(server);
    for (const form of [{}, { encoding_format: "float" as const }]) {
      const { data, usage } = await client.embeddings.create({ ...ask, ...form });
      expect(data.map(({ embedding }) => embedding)).toEqual(vectors);
      expect(usage).toEqual({ prompt_tokens: 9, total_tokens: 9 });
    }
    expect(server.drafts.map(({ echo }) => echo)).toEqual(["base64", "float"]);
  });

  it("has its request understood: texts, tokens, dimensions", async () => {
    await using server = await loopback(openaiEmbeddings, () => embedded);
    const client = clientOf(server);
    await client.embeddings.create({ ...ask, dimensions: 256 });
    await client.embeddings.create({ model: "text-embedding-3-large", input: [[1, 2], [3]] });
    await client.embeddings.create({ model: "m", input: [4, 5, 6] });
    expect(server.drafts.map(({ payload }) => payload)).toEqual([
      { kind: "embedding", request: { model: ask.model, inputs: ["one", "two"], dimensions: 256 } },
      { kind: "embedding", request: { model: "text-embedding-3-large", inputs: ["1 2", "3"], dimensions: 3072 } },
      { kind: "embedding", request: { model: "m", inputs: ["4 5 6"], dimensions: 1536 } },
    ]);
  });

  it.each([
    ["no text", { model: "m", input: "" }, /'\$.input' is invalid/],
    ["no texts", { model: "m", input: [] }, /'\$.input' is invalid/],
    ["no model", { input: "Hi" }, /you must provide a model parameter/],
    [
      "dimensions of a model that has one number",
      { model: "text-embedding-ada-002", input: "Hi", dimensions: 3 },
      /does not support specifying dimensions/,
    ],
  ])("is refused %s", (_, body, message) => {
    const request = requestOf("POST", "http://model.test/v1/embeddings", body);
    expect(() => openaiEmbeddings.decodeCall(request, bindingOf("http://model.test/v1"))).toThrow(message);
  });

  it("reads back any vectors that it wrote, within 32 bits in base64", async () => {
    const binding = bindingOf("http://model.test/v1");
    const anyVectors = fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(anyVectors, fc.constantFrom("float", "base64"), async (given, echo) => {
        const request = { model: "m", inputs: given.map(() => "x"), dimensions: 3 };
        const call = callOf(
          { operation: "embed", payload: { kind: "embedding", request }, stream: false, echo },
          openaiEmbeddings,
        );
        const payload: AnswerPayload = { kind: "embedding", result: { vectors: given, inputTokens: 3 } };
        const wire = openaiEmbeddings.encodeReply(call, reply(payload), binding, encodeContext());
        const read = openaiEmbeddings.decodeReply(call, await joined(wire), binding);
        // JSON has no negative zero.
        const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        expect(plain(read)).toEqual(plain(payload));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the official client on moderation", () => {
  const verdict = (value: unknown) => reply({ kind: "tool", result: { status: 200, value } });

  it("reads a short verdict in the provider's full shape, one result for each input", async () => {
    await using server = await loopback(openaiModeration, () => verdict({ flagged: true, categories: ["hate"] }));
    const { results, model } = await clientOf(server).moderations.create({ input: ["a", "b"] });
    expect(model).toBe("omni-moderation-latest");
    expect(results).toHaveLength(2);
    expect(results[0]).toMatchObject({ flagged: true, categories: { hate: true, violence: false } });
    expect(results[0]?.category_scores.hate).toBeGreaterThan(0.9);
  });

  it("reads full results as they are", async () => {
    const value = { id: "modr-1", model: "m", results: [{ flagged: false, categories: { violence: false } }] };
    await using server = await loopback(openaiModeration, () => verdict(value));
    expect(await clientOf(server).moderations.create({ input: "a" })).toMatchObject(value);
  });
});

it("moderation that finds something says so in a success, with the category", async () => {
  await using server = await loopback(openaiModeration, () => failure({ kind: "guardrail-intervened" }));
  const { results } = await clientOf(server).moderations.create({ input: ["a", "b"] });
  expect(results.map(({ flagged, categories }) => [flagged, categories.violence, categories.hate])).toEqual([
    [true, true, false],
    [true, true, false],
  ]);
});

describe("both", () => {
  it.each([
    [openaiEmbeddings, (client: OpenAI) => client.embeddings.create(ask)],
    [openaiModeration, (client: OpenAI) => client.moderations.create({ input: "a" })],
  ] as const)("fail as the platform does (%s)", async (protocol, call) => {
    await using server = await loopback(protocol, () => failure({ kind: "throttled", retryAfterMs: 500 }));
    await expect(call(clientOf(server))).rejects.toBeInstanceOf(OpenAI.RateLimitError);
  });

  it.each([
    [openaiEmbeddings, "/embeddings"],
    [openaiModeration, "/moderations"],
  ] as const)("are recognised at the base of the API and at their own address", (protocol, path) => {
    const request = requestOf("POST", `https://api.test/v1${path}`, {});
    for (const url of ["https://api.test", "https://api.test/v1", `https://api.test/v1${path}`])
      expect(protocol.recognise(request, bindingOf(url))).toBeDefined();
    expect(
      protocol.recognise(requestOf("POST", "https://api.test/v1/files", {}), bindingOf("https://api.test/v1")),
    ).toBeUndefined();
    expect(
      protocol.recognise(requestOf("GET", `https://api.test/v1${path}`), bindingOf("https://api.test/v1")),
    ).toBeUndefined();
  });
});
