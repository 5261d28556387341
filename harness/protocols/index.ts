import type { Protocol } from "../domain/protocol.ts";
import { a2a } from "./a2a/index.ts";
import { hostedMessages } from "./anthropic/hosted-body.ts";
import { anthropic } from "./anthropic/index.ts";
import { agentcoreContainer } from "./aws/agentcore/container.ts";
import { agentcoreMemory } from "./aws/agentcore/memory.ts";
import { agentcoreRuntime } from "./aws/agentcore/runtime.ts";
import { createBedrock } from "./aws/bedrock/index.ts";

<<<<<<< HEAD

<<<<<<< HEAD

=======

import { bedrockAgent } from "./aws/bedrock-agent/index.ts";

>>>>>>> h-aws-agents

import { bedrockKnowledgeBase } from "./aws/knowledge-base/index.ts";
import { chroma } from "./chroma/index.ts";
import { cohere, cohereEmbeddings } from "./cohere/index.ts";
import { gemini, geminiEmbeddings, vertex } from "./google/index.ts";

=======

import { bedrockEmbeddings } from "./aws/bedrock-embeddings.ts";
import { bedrockGuardrail } from "./aws/bedrock-guardrail.ts";
import { lambda } from "./aws/lambda.ts";

>>>>>>> h-aws-models

import { httpJson } from "./http-json/index.ts";
import { jsonRetrieval } from "./json-retrieval/index.ts";

<<<<<<< HEAD

import { mcp } from "./mcp/index.ts";
import { mistral, mistralEmbeddings } from "./mistral/index.ts";
import { ollama, ollamaEmbeddings } from "./ollama/index.ts";
import { azureOpenai, litellm, openai, openaiEmbeddings, openaiModeration, vllm } from "./openai/index.ts";
import { elasticsearch, opensearch } from "./opensearch/index.ts";
import { pinecone } from "./pinecone/index.ts";
import { qdrant } from "./qdrant/index.ts";
import { weaviate } from "./weaviate/index.ts";

const bedrock = createBedrock([hostedMessages]);
=======

import { mistral, mistralEmbeddings } from "./mistral/index.ts";
import { ollama, ollamaEmbeddings } from "./ollama/index.ts";
import { azureOpenai, litellm, openai, openaiEmbeddings, openaiModeration, vllm } from "./openai/index.ts";

>>>>>>> h-google

/** Every protocol that a system map can name. */
export const protocols: readonly Protocol[] = [
  openai,
<<<<<<< HEAD
<<<<<<< HEAD
<<<<<<< HEAD
=======
>>>>>>> h-aws-agents
=======
>>>>>>> h-google
  azureOpenai,
  vllm,
  litellm,
  openaiEmbeddings,
  openaiModeration,
=======
>>>>>>> h-aws-models
  anthropic,
  jsonRetrieval,
  httpJson,
<<<<<<< HEAD
  bedrock,
<<<<<<< HEAD
  bedrockKnowledgeBase,
  agentcoreRuntime,
  agentcoreContainer,
  agentcoreMemory,
<<<<<<< HEAD
=======
  bedrockAgent,
>>>>>>> h-aws-agents
=======
>>>>>>> h-google
  gemini,
  vertex,
  geminiEmbeddings,
  mistral,
  mistralEmbeddings,
  cohere,
  cohereEmbeddings,
  ollama,
  ollamaEmbeddings,
<<<<<<< HEAD
  mcp,
  a2a,
  qdrant,
  pinecone,
  chroma,
  opensearch,
  elasticsearch,
  weaviate,
<<<<<<< HEAD
=======
  bedrockEmbeddings,
  bedrockGuardrail,
  lambda,
>>>>>>> h-aws-models
=======
>>>>>>> h-aws-agents
=======
>>>>>>> h-google
];

export const findProtocol = (name: string): Protocol | undefined =>
  protocols.find((protocol) => protocol.name === name);
