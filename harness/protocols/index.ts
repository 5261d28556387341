import type { Protocol } from "../domain/protocol.ts";
import { anthropic } from "./anthropic/index.ts";
import { cohere, cohereEmbeddings } from "./cohere/index.ts";
import { gemini, geminiEmbeddings, vertex } from "./google/index.ts";
import { httpJson } from "./http-json/index.ts";
import { jsonRetrieval } from "./json-retrieval/index.ts";
import { mistral, mistralEmbeddings } from "./mistral/index.ts";
import { ollama, ollamaEmbeddings } from "./ollama/index.ts";
import { azureOpenai, litellm, openai, openaiEmbeddings, openaiModeration, vllm } from "./openai/index.ts";

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
  gemini,
  vertex,
  geminiEmbeddings,
  mistral,
  mistralEmbeddings,
  cohere,
  cohereEmbeddings,
  ollama,
  ollamaEmbeddings,
];

export const findProtocol = (name: string): Protocol | undefined =>
  protocols.find((protocol) => protocol.name === name);
