import type { Driver } from "./driver.ts";
import { a2aDrivers } from "./drivers/a2a.ts";
import { a2aTaskDrivers } from "./drivers/a2a-tasks.ts";
import { agentcoreDrivers } from "./drivers/agentcore.ts";
import { agentcoreGatewayDrivers } from "./drivers/agentcore-gateway.ts";
import { aiAccountDrivers } from "./drivers/ai-account.ts";
import { aiSdkDrivers } from "./drivers/ai-sdk.ts";
import { aiToolDrivers } from "./drivers/ai-tools.ts";
import { anthropicAccountDrivers } from "./drivers/anthropic-account.ts";
import { anthropicDrivers } from "./drivers/anthropic-client.ts";
import { anthropicToolDrivers } from "./drivers/anthropic-tools.ts";
import { awsServiceDrivers } from "./drivers/aws-services.ts";
import { bedrockDrivers } from "./drivers/bedrock.ts";
import { bedrockAccountDrivers } from "./drivers/bedrock-account.ts";
import { bedrockAgentDrivers } from "./drivers/bedrock-agent.ts";
import { bedrockAgentRuntimeDrivers } from "./drivers/bedrock-agent-runtime.ts";
import { bedrockAiDrivers } from "./drivers/bedrock-ai.ts";
import { bedrockEmbeddingDrivers } from "./drivers/bedrock-embeddings.ts";
import { bedrockLangchainDrivers } from "./drivers/bedrock-langchain.ts";
import { chromaDrivers } from "./drivers/chroma.ts";
import { cohereDrivers } from "./drivers/cohere.ts";
import { googleAccountDrivers } from "./drivers/google-account.ts";
import { googleAiDrivers } from "./drivers/google-ai.ts";
import { genaiDrivers } from "./drivers/google-genai.ts";
import { graphqlDrivers } from "./drivers/graphql.ts";
import { joseDrivers } from "./drivers/jose.ts";
import { langchainDrivers } from "./drivers/langchain.ts";
import { langchainAccountDrivers } from "./drivers/langchain-account.ts";
import { langchainToolDrivers } from "./drivers/langchain-tools.ts";
import { mcpDrivers } from "./drivers/mcp.ts";
import { mcpOauthDrivers } from "./drivers/mcp-oauth.ts";
import { mistralDrivers } from "./drivers/mistral.ts";
import { ollamaDrivers } from "./drivers/ollama.ts";
import { openaiAccountDrivers } from "./drivers/openai-account.ts";
import { openaiDrivers } from "./drivers/openai-client.ts";
import { compatibleDrivers } from "./drivers/openai-compatible.ts";
import { openaiServiceDrivers } from "./drivers/openai-services.ts";
import { openaiToolDrivers } from "./drivers/openai-tools.ts";
import { opensearchDrivers } from "./drivers/opensearch.ts";
import { otherAccountDrivers } from "./drivers/other-account.ts";
import { otherToolDrivers } from "./drivers/other-tools.ts";
import { pineconeDrivers } from "./drivers/pinecone.ts";
import { plainHttpDrivers } from "./drivers/plain-http.ts";
import { qdrantDrivers } from "./drivers/qdrant.ts";
import { vertexPartnerDrivers } from "./drivers/vertex-partner.ts";
import { weaviateDrivers } from "./drivers/weaviate.ts";
import { withoutSdkDrivers } from "./drivers/without-sdk.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [
  ...openaiDrivers,
  ...compatibleDrivers,
  ...openaiServiceDrivers,
  ...anthropicDrivers,
  ...aiSdkDrivers,
  ...langchainDrivers,
  ...bedrockAgentRuntimeDrivers,
  ...bedrockAgentDrivers,
  ...bedrockDrivers,
  ...bedrockAiDrivers,
  ...bedrockLangchainDrivers,
  ...awsServiceDrivers,
  ...bedrockEmbeddingDrivers,
  ...agentcoreDrivers,
  ...agentcoreGatewayDrivers,
  ...genaiDrivers,
  ...googleAiDrivers,
  ...vertexPartnerDrivers,
  ...mistralDrivers,
  ...cohereDrivers,
  ...ollamaDrivers,
  ...openaiToolDrivers,
  ...anthropicToolDrivers,
  ...aiToolDrivers,
  ...langchainToolDrivers,
  ...otherToolDrivers,
  ...openaiAccountDrivers,
  ...anthropicAccountDrivers,
  ...bedrockAccountDrivers,
  ...googleAccountDrivers,
  ...aiAccountDrivers,
  ...langchainAccountDrivers,
  ...otherAccountDrivers,
  ...mcpDrivers,
  ...a2aDrivers,
  ...a2aTaskDrivers,
  ...plainHttpDrivers,
  ...graphqlDrivers,
  ...joseDrivers,
  ...mcpOauthDrivers,
  ...qdrantDrivers,
  ...pineconeDrivers,
  ...chromaDrivers,
  ...opensearchDrivers,
  ...weaviateDrivers,
  ...withoutSdkDrivers,
];
