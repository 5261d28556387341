import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import type { Driver, Source } from "../driver.ts";
import { overHttp2, placeOf } from "./aws-client.ts";
import { brokenBody, measured, once, read } from "./aws-expect.ts";
import { beforeAnswer } from "./bedrock-expect.ts";
import { expecting } from "./expect.ts";

const embed =
  (modelId: string, asked: object, lengthOf: (answer: EmbeddingAnswer) => number): Driver["call"] =>
  async (context) => {
    const client = new BedrockRuntimeClient({ ...placeOf(context), ...overHttp2(context) });
    const command = new InvokeModelCommand({ modelId, body: JSON.stringify(asked) });
    const { body } = await client.send(command, { abortSignal: context.signal });
    context.say(String(lengthOf(JSON.parse(body.transformToString()))));
  };
interface EmbeddingAnswer {
  readonly embedding?: readonly number[];
  readonly embeddings?: readonly { readonly embedding?: readonly number[] }[];
}
const embedTitan = embed(
  "amazon.titan-embed-text-v2:0",
  { inputText: "hello", dimensions: 256 },
  ({ embedding = [] }) => embedding.length,
);
const embedNova = embed(
  "amazon.nova-2-multimodal-embeddings-v1:0",
  { taskType: "SINGLE_EMBEDDING", singleEmbeddingParams: { embeddingDimension: 256, text: { value: "hello" } } },
  ({ embeddings = [] }) => embeddings[0]?.embedding?.length ?? 0,
);

const embeddings = (id: string, call: Driver["call"], source: Source): Driver =>
  expecting(
    {
      package: "@aws-sdk/client-bedrock-runtime",
      transport: "h2",
      mode: "whole",
      id,
      protocol: "bedrock-embeddings",
      dependency: { boundary: "embedding", url: "https://bedrock-runtime.us-east-1.amazonaws.com" },
      call,
    },
    beforeAnswer("h2"),
    brokenBody("h2"),
    {
      healthy: once({ said: "256" }, source),
      "invalid-json": once({ raises: "SyntaxError" }, read),
      "html-200": once({ raises: "SyntaxError" }, read),
      "empty-body": once({ raises: "TypeError", message: "transformToString" }, read),
      "empty-object": once({ said: "0" }, read),
    },
  );

export const bedrockEmbeddingDrivers: readonly Driver[] = [
  embeddings("bedrock titan embeddings", embedTitan, measured),
  embeddings("bedrock nova embeddings", embedNova, "docs: Nova multimodal embeddings, embeddings[].embedding"),
];
