import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, it } from "vitest";
import { hostedEmbed } from "../cohere/hosted-embeddings.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { type Loopback, loopback } from "../testing/loopback.ts";
import { createBedrockEmbeddings } from "./bedrock-embeddings.ts";

const bedrockEmbeddings = createBedrockEmbeddings([hostedEmbed]);
const clientOf = (server: Loopback): BedrockRuntimeClient =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: server.url,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });

describe("hosted embeddings", () => {
  const texts = ["one", "two"];
  const vectors = [
    [0.5, -0.25],
    [-1, 1],
  ];
  const payload = { kind: "embedding", result: { vectors, inputTokens: 3 } } as const;

  it.each([
    [{ texts }, { embeddings: vectors, response_type: "embeddings_floats", texts }, 2],
    [
      { texts, embedding_types: ["int8"] },
      {
        embeddings: {
          int8: [
            [127, -63],
            [-127, 127],
          ],
        },
        response_type: "embeddings_by_type",
      },
      2,
    ],
    [{ images: ["data:image/png;base64,AAAA"] }, { embeddings: vectors, texts: [] }, 1],
  ])("come in the provider's own body: %o", async (body, expected, count) => {
    await using server = await loopback(bedrockEmbeddings, () => ({ kind: "answer", payload }));
    const asked = JSON.stringify({ input_type: "search_document", ...body });
    const modelId = "cohere.embed-multilingual-v3";
    const reply = await clientOf(server).send(
      new InvokeModelCommand({ modelId, contentType: "application/json", body: asked }),
    );
    expect(JSON.parse(reply.body.transformToString())).toMatchObject(expected);
    const [draft] = server.drafts;
    expect(draft?.payload).toMatchObject({ request: { model: modelId, dimensions: 1024 } });
    expect(draft?.payload.kind === "embedding" && draft.payload.request.inputs).toHaveLength(count);
  });

  it("are read back, tokens from the service's header", async () => {
    const binding = bindingOf("http://b.test");
    const body = { input_type: "search_query", texts };
    const request = requestOf("POST", "http://b.test/model/cohere.embed-english-v3/invoke", body);
    const call = callOf(bedrockEmbeddings.decodeCall(request, binding), bedrockEmbeddings);
    const wire = bedrockEmbeddings.encodeReply(call, { kind: "answer", payload }, binding, encodeContext());
    expect(bedrockEmbeddings.decodeReply(call, await joined(wire), binding)).toEqual(payload);
  });
});
