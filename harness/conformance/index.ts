import type { Driver } from "./driver.ts";
import { agentcoreDrivers } from "./drivers/agentcore.ts";
import { bedrockAgentRuntimeDrivers } from "./drivers/bedrock-agent-runtime.ts";
import { chromaDrivers } from "./drivers/chroma.ts";
import { cohereDrivers } from "./drivers/cohere.ts";
import { googleAiDrivers } from "./drivers/google-ai.ts";
import { genaiDrivers } from "./drivers/google-genai.ts";
import { mistralDrivers } from "./drivers/mistral.ts";
import { ollamaDrivers } from "./drivers/ollama.ts";
import { openaiDrivers } from "./drivers/openai-client.ts";
import { opensearchDrivers } from "./drivers/opensearch.ts";
import { pineconeDrivers } from "./drivers/pinecone.ts";
import { qdrantDrivers } from "./drivers/qdrant.ts";
import { weaviateDrivers } from "./drivers/weaviate.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [
  ...openaiDrivers,
  ...bedrockAgentRuntimeDrivers,
  ...agentcoreDrivers,
  ...genaiDrivers,
  ...googleAiDrivers,
  ...mistralDrivers,
  ...cohereDrivers,
  ...ollamaDrivers,
  ...qdrantDrivers,
  ...pineconeDrivers,
  ...chromaDrivers,
  ...opensearchDrivers,
  ...weaviateDrivers,
];
