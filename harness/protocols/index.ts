import type { Protocol } from "../domain/protocol.ts";
import { a2a } from "./a2a/index.ts";
import { hostedMessages } from "./anthropic/hosted-body.ts";
import { anthropic } from "./anthropic/index.ts";
import { agentcoreContainer } from "./aws/agentcore/container.ts";
import { agentcoreMemory } from "./aws/agentcore/memory.ts";
import { agentcoreRuntime } from "./aws/agentcore/runtime.ts";
import { createBedrock } from "./aws/bedrock/index.ts";
import { bedrockAgent } from "./aws/bedrock-agent/index.ts";
import { createBedrockEmbeddings } from "./aws/bedrock-embeddings.ts";
import { bedrockGuardrail } from "./aws/bedrock-guardrail.ts";
import { bedrockKnowledgeBase } from "./aws/knowledge-base/index.ts";
import { lambda } from "./aws/lambda.ts";
import { createSagemaker } from "./aws/sagemaker/index.ts";
import { chroma } from "./chroma/index.ts";
import { hostedEmbed } from "./cohere/hosted-embeddings.ts";
import { cohere, cohereEmbeddings } from "./cohere/index.ts";
import { gemini, geminiEmbeddings, vertex } from "./google/index.ts";
import { createRawPredict } from "./google/raw-predict.ts";
import { graphql } from "./graphql/index.ts";
import { httpAgent } from "./http-agent/index.ts";
import { httpJson } from "./http-json/index.ts";
import { contextRetrieval, contextTool } from "./in-context/index.ts";
import { jsonRetrieval } from "./json-retrieval/index.ts";
import { mcp } from "./mcp/index.ts";
import { mistral, mistralEmbeddings } from "./mistral/index.ts";
import { oauth } from "./oauth/index.ts";
import { ollama, ollamaEmbeddings } from "./ollama/index.ts";
import { hostedChat } from "./openai/hosted-body.ts";
import { azureOpenai, litellm, openai, openaiEmbeddings, openaiModeration, vllm } from "./openai/index.ts";
import { elasticsearch, opensearch } from "./opensearch/index.ts";
import { pinecone } from "./pinecone/index.ts";
import { qdrant } from "./qdrant/index.ts";
import { weaviate } from "./weaviate/index.ts";

const bedrock = createBedrock([hostedMessages]);
const bedrockEmbeddings = createBedrockEmbeddings([hostedEmbed]);
const vertexPartner = createRawPredict(anthropic, hostedMessages);
const sagemaker = createSagemaker([hostedChat]);

/** Every protocol that a system map can name, by boundary in the order of the vocabulary. */
export const protocols: readonly Protocol[] = [
  // Models.
  openai,
  azureOpenai,
  anthropic,
  bedrock,
  sagemaker,
  gemini,
  vertex,
  vertexPartner,
  mistral,
  cohere,
  ollama,
  vllm,
  litellm,
  // Embeddings.
  openaiEmbeddings,
  bedrockEmbeddings,
  geminiEmbeddings,
  mistralEmbeddings,
  cohereEmbeddings,
  ollamaEmbeddings,
  // Knowledge bases.
  bedrockKnowledgeBase,
  opensearch,
  elasticsearch,
  pinecone,
  qdrant,
  chroma,
  weaviate,
  jsonRetrieval,
  contextRetrieval,
  // Tools.
  httpJson,
  graphql,
  mcp,
  lambda,
  contextTool,
  // Memory.
  agentcoreMemory,
  // Guardrails.
  bedrockGuardrail,
  openaiModeration,
  // Identity.
  oauth,
  // Agents.
  a2a,
  httpAgent,
  bedrockAgent,
  agentcoreRuntime,
  agentcoreContainer,
];

export const findProtocol = (name: string): Protocol | undefined =>
  protocols.find((protocol) => protocol.name === name);
