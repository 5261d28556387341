import type { Protocol } from "../domain/protocol.ts";
import { hostedMessages } from "./anthropic/hosted-body.ts";
import { anthropic } from "./anthropic/index.ts";
import { createBedrock } from "./aws/bedrock/index.ts";
import { httpJson } from "./http-json/index.ts";
import { jsonRetrieval } from "./json-retrieval/index.ts";
import { azureOpenai, litellm, openai, openaiEmbeddings, openaiModeration, vllm } from "./openai/index.ts";

const bedrock = createBedrock([hostedMessages]);

/** Every protocol that a system map can name. */
export const protocols: readonly Protocol[] = [
  openai,
  azureOpenai,
  vllm,
  litellm,
  openaiEmbeddings,
  openaiModeration,
  anthropic,
  jsonRetrieval,
  httpJson,
  bedrock,
];

export const findProtocol = (name: string): Protocol | undefined =>
  protocols.find((protocol) => protocol.name === name);
