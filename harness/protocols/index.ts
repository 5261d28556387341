import type { Protocol } from "../domain/protocol.ts";
import { anthropic } from "./anthropic/index.ts";
import { chroma } from "./chroma/index.ts";
import { httpJson } from "./http-json/index.ts";
import { jsonRetrieval } from "./json-retrieval/index.ts";
import { openai } from "./openai/index.ts";
import { elasticsearch, opensearch } from "./opensearch/index.ts";
import { pinecone } from "./pinecone/index.ts";
import { qdrant } from "./qdrant/index.ts";
import { weaviate } from "./weaviate/index.ts";

/** Every protocol that a system map can name. */
export const protocols: readonly Protocol[] = [
  openai,
  anthropic,
  jsonRetrieval,
  httpJson,
  qdrant,
  pinecone,
  chroma,
  opensearch,
  elasticsearch,
  weaviate,
];

export const findProtocol = (name: string): Protocol | undefined =>
  protocols.find((protocol) => protocol.name === name);
