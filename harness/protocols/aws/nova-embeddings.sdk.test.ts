import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, it } from "vitest";
import { bindingOf, callOf, requestOf } from "../testing/calls.ts";
import { type Loopback, loopback } from "../testing/loopback.ts";
import { createBedrockEmbeddings } from "./bedrock-embeddings.ts";

const bedrockEmbeddings = createBedrockEmbeddings([]);
const codec = (server: Loopback) =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: server.url,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });

describe("Nova embeddings", () => {
  const modelId = "amazon.nova-2-multimodal-embeddings-v1:0";
  const single = (given: object) => ({ taskType: "SINGLE_EMBEDDING", singleEmbeddingParams: given });
  const ask = (body: object) => new InvokeModelCommand({ modelId, body: JSON.stringify(body) });
  const embedder = () =>
    loopback(bedrockEmbeddings, () => ({
      kind: "answer",
      payload: { kind: "embedding", result: { vectors: [[0.5, -0.25]], inputTokens: 3 } },
    }));

  it.each([
    [{ text: { truncationMode: "END", value: "Hi" } }, "TEXT", "Hi", 3072],
    [{ embeddingDimension: 256, text: { value: "Hi" } }, "TEXT", "Hi", 256],
    [
      { image: { format: "png", source: { bytes: "aGk=" } } },
      "IMAGE",
      expect.stringMatching(/^\[image \w{8}\]$/),
      3072,
    ],
  ])("%o", async (given, embeddingType, input, dimensions) => {
    await using server = await embedder();
    const reply = await codec(server).send(ask(single(given)));
    expect(JSON.parse(reply.body.transformToString())).toEqual({
      embeddings: [{ embeddingType, embedding: [0.5, -0.25] }],
    });
    expect(server.drafts[0]?.payload).toEqual({
      kind: "embedding",
      request: { model: modelId, inputs: [input], dimensions },
    });
  });

  it("of nothing, and of segments, are refused", async () => {
    await using server = await embedder();
    for (const body of [single({}), { taskType: "SEGMENTED_EMBEDDING" }])
      await expect(codec(server).send(ask(body))).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("are read back from a live service, with the tokens that it counts beside them", () => {
    const binding = bindingOf("http://b.test");
    const request = requestOf("POST", `http://b.test/model/${modelId}/invoke`, single({ text: { value: "Hi" } }));
    const call = callOf(bedrockEmbeddings.decodeCall(request, binding), bedrockEmbeddings);
    const read = (value: object) =>
      bedrockEmbeddings.decodeReply(
        call,
        {
          status: 200,
          headers: { "x-amzn-bedrock-input-token-count": "3" },
          bytes: new TextEncoder().encode(JSON.stringify(value)),
        },
        binding,
      );
    const answer = { kind: "embedding", result: { vectors: [[0.5]], inputTokens: 3 } };
    expect(read({ embeddings: [{ embeddingType: "TEXT", embedding: [0.5] }] })).toEqual(answer);
    expect(read({ embeddings: [] })).toBeUndefined();
  });
});
