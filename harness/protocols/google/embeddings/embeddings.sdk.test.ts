import { GoogleGenAI } from "@google/genai";
import { expect, it } from "vitest";
import type { Reply } from "../../../domain/call.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../../testing/calls.ts";
import { loopback } from "../../testing/loopback.ts";
import { geminiEmbeddings } from "../index.ts";

const vectors = [
  [0.25, -0.5],
  [1, 0],
];
const embedded = (count: number): Extract<Reply, { kind: "answer" }> => ({
  kind: "answer",
  payload: { kind: "embedding", result: { vectors: vectors.slice(0, count) } },
});

it("embeds what the official client asks for", async () => {
  await using server = await loopback(geminiEmbeddings, () => embedded(2));
  const client = new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: server.url } });
  const response = await client.models.embedContent({
    model: "gemini-embedding-001",
    contents: ["one", "two"],
    config: { outputDimensionality: 2 },
  });
  expect(response.embeddings?.map(({ values }) => values)).toEqual(vectors);
  expect(server.drafts[0]?.payload).toEqual({
    kind: "embedding",
    request: { model: "gemini-embedding-001", inputs: ["one", "two"], dimensions: 2 },
  });
});

it.each([
  ["embedContent", { content: { parts: [{ text: "one" }] } }, 1, 3072],
  ["batchEmbedContents", { requests: [{ content: { parts: [{ text: "one" }] }, outputDimensionality: 8 }] }, 1, 8],
  ["predict", { instances: [{ content: "one" }, { content: "two" }] }, 2, 3072],
])("reads back what it wrote for %s", async (method, body, count, dimensions) => {
  const url = "https://service.test/v1/publishers/google/models/gemini-embedding-001";
  const draft = geminiEmbeddings.decodeCall(requestOf("POST", `${url}:${method}`, body), bindingOf(url));
  expect(draft.payload).toMatchObject({ request: { dimensions } });
  const call = callOf(draft, geminiEmbeddings);
  const wire = geminiEmbeddings.encodeReply(call, embedded(count), bindingOf(url), encodeContext());
  expect(geminiEmbeddings.decodeReply(call, await joined(wire), bindingOf(url))).toMatchObject({
    kind: "embedding",
    result: { vectors: vectors.slice(0, count) },
  });
});
