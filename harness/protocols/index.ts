import type { Protocol } from "../domain/protocol.ts";
import { hostedMessages } from "./anthropic/hosted-body.ts";
import { anthropic } from "./anthropic/index.ts";
import { createBedrock } from "./aws/bedrock/index.ts";
import { bedrockEmbeddings } from "./aws/bedrock-embeddings.ts";
import { bedrockGuardrail } from "./aws/bedrock-guardrail.ts";
import { lambda } from "./aws/lambda.ts";
import { httpJson } from "./http-json/index.ts";
import { jsonRetrieval } from "./json-retrieval/index.ts";
import { openai } from "./openai/index.ts";

const bedrock = createBedrock([hostedMessages]);

/** Every protocol that a system map can name. */
export const protocols: readonly Protocol[] = [
  openai,
  anthropic,
  jsonRetrieval,
  httpJson,
  bedrock,
  bedrockEmbeddings,
  bedrockGuardrail,
  lambda,
];

export const findProtocol = (name: string): Protocol | undefined =>
  protocols.find((protocol) => protocol.name === name);
