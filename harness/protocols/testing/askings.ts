import type { WireRequest } from "../../domain/wire.ts";
import { bindingOf, requestOf } from "./calls.ts";
import { named } from "./named-results.ts";
import { type Asking, storeAskings } from "./store-askings.ts";

export const service = bindingOf("http://service.test");
export const wireOf = ({ path, body, headers }: Asking): WireRequest =>
  requestOf("POST", service.url + path, body, headers);

const parameters = { type: "object", properties: { id: { type: "string" } } };

/** A conversation that has called a tool and been answered, as Chat Completions and their look-alikes write it. */
const chat = {
  model: "m",
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: "Where is it?" }] },
    {
      role: "assistant",
      content: "Let me look.",
      tool_calls: [{ id: "abcdefgh1", type: "function", function: { name: "find", arguments: '{"id":"1"}' } }],
    },
    { role: "tool", tool_call_id: "abcdefgh1", content: "here" },
    { role: "user", content: "Thanks." },
  ],
  tools: [{ type: "function", function: { name: "find", description: "Finds.", parameters } }],
  max_tokens: 9,
};
const embed = (given: object): Asking => ({ path: "/v2/embed", body: { model: "m", input_type: "image", ...given } });
const completions: Asking = { path: "/v1/chat/completions", body: chat };
const responses: Asking = {
  path: "/v1/responses",
  body: {
    model: "m",
    instructions: "Be brief.",
    input: [
      { role: "user", content: [{ type: "input_text", text: "Where is it?" }] },
      { type: "function_call", call_id: "c1", name: "find", arguments: "{}" },
      { type: "function_call_output", call_id: "c1", output: "here" },
    ],
    tools: [{ type: "function", name: "find", parameters }],
    max_output_tokens: 9,
  },
};
const messages = {
  max_tokens: 9,
  system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
  messages: [
    { role: "user", content: "Where is it?" },
    { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "find", input: { id: "1" } }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "here" }] }] },
  ],
  tools: [{ name: "find", input_schema: parameters }],
};
const converse = {
  system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
  messages: [
    { role: "user", content: [{ text: "Where is it?" }] },
    { role: "assistant", content: [{ toolUse: { toolUseId: "t1", name: "find", input: { id: "1" } } }] },
    { role: "user", content: [{ toolResult: { toolUseId: "t1", content: [{ json: { at: "here" } }] } }] },
  ],
  inferenceConfig: { maxTokens: 9 },
  toolConfig: { tools: [{ toolSpec: { name: "find", inputSchema: { json: parameters } } }] },
};
const generate = {
  systemInstruction: { parts: [{ text: "Be brief." }] },
  contents: [
    { role: "user", parts: [{ text: "Where is it?" }] },
    { role: "model", parts: [{ functionCall: { id: "f1", name: "find", args: { id: "1" } } }] },
    { role: "user", parts: [{ functionResponse: { id: "f1", name: "find", response: { output: "here" } } }] },
  ],
  tools: [{ functionDeclarations: [{ name: "find", parameters }] }],
  generationConfig: { maxOutputTokens: 9 },
};
const generates: readonly Asking[] = [
  { path: "/v1beta/models/m:generateContent", body: generate },
  { path: "/v1beta/models/m:streamGenerateContent?alt=sse", body: generate },
  { path: "/v1beta/models/m:streamGenerateContent", body: generate },
];
const knowledgeBase = {
  input: { text: "tents" },
  sessionId: "s1",
  retrieveAndGenerateConfiguration: {
    type: "KNOWLEDGE_BASE",
    knowledgeBaseConfiguration: {
      knowledgeBaseId: "KB1",
      modelArn: "m",
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 3 } },
    },
  },
};
const rpc = { jsonrpc: "2.0", id: 1 };
const told = { messageId: "m1", role: "ROLE_USER", parts: [{ text: "Hi" }] };

/** At least one request to each protocol, rich enough to reach all of its reader. */
export const askings: Readonly<Record<string, readonly Asking[]>> = {
  openai: [completions, responses],
  "azure-openai": [
    { path: "/openai/deployments/m/chat/completions?api-version=2024-10-21", body: chat },
    { path: "/openai/responses?api-version=2025-03-01-preview", body: responses.body },
  ],
  vllm: [completions, responses],
  litellm: [completions, responses],
  "openai-embeddings": [{ path: "/v1/embeddings", body: { model: "m", input: ["a", "b"], dimensions: 4 } }],
  "openai-moderation": [{ path: "/v1/moderations", body: { input: [{ type: "text", text: "a" }] } }],
  anthropic: [{ path: "/v1/messages", body: { model: "m", ...messages } }],
  bedrock: [
    { path: "/model/m/converse", body: converse },
    { path: "/model/m/converse-stream", body: converse },
    { path: "/model/anthropic.claude-x/invoke", body: { anthropic_version: "bedrock-2023-05-31", ...messages } },
    { path: "/model/amazon.nova-x/invoke-with-response-stream", body: { schemaVersion: "messages-v1", ...converse } },
    { path: "/model/amazon.titan-text-x/invoke", body: { inputText: "a", textGenerationConfig: { maxTokenCount: 9 } } },
  ],
  sagemaker: [
    { path: "/endpoints/e/invocations", body: chat },
    { path: "/endpoints/e/invocations-response-stream", body: { inputs: "a", parameters: { max_new_tokens: 9 } } },
  ],
  gemini: generates,
  vertex: generates,
  "vertex-partner": (["rawPredict", "streamRawPredict"] as const).map((method) => ({
    path: `/v1/projects/p/locations/l/publishers/anthropic/models/claude-x:${method}`,
    body: { anthropic_version: "vertex-2023-10-16", ...messages },
  })),
  mistral: [completions],
  cohere: [{ path: "/v2/chat", body: chat }],
  ollama: [
    { path: "/api/chat", body: { ...chat, messages: [{ role: "user", content: "Hi" }], options: { num_predict: 9 } } },
    { path: "/api/chat", body: { model: "m", messages: named } },
    { path: "/api/generate", body: { model: "m", system: "Be brief.", prompt: "Hi", stream: false } },
  ],
  "bedrock-embeddings": [
    { path: "/model/amazon.titan-embed-text-v2:0/invoke", body: { inputText: "a", embeddingTypes: ["binary"] } },
    {
      path: "/model/amazon.nova-2-multimodal-embeddings-v1:0/invoke",
      body: { taskType: "SINGLE_EMBEDDING", singleEmbeddingParams: { embeddingDimension: 256, text: { value: "a" } } },
    },
    { path: "/model/cohere.embed-english-v3/invoke", body: { input_type: "search_query", texts: ["a"] } },
  ],
  "gemini-embeddings": [
    { path: "/v1beta/models/m:embedContent", body: { content: { parts: [{ text: "a" }] }, outputDimensionality: 4 } },
    { path: "/v1beta/models/m:batchEmbedContents", body: { requests: [{ content: { parts: [{ text: "a" }] } }] } },
    { path: "/v1/p/models/text-embedding-005:predict", body: { instances: [{ content: "a" }], parameters: {} } },
  ],
  "mistral-embeddings": [{ path: "/v1/embeddings", body: { model: "m", input: ["a"], output_dimension: 4 } }],
  "cohere-embeddings": [
    embed({ texts: ["a"] }),
    embed({ images: ["data:a"] }),
    { path: "/v1/embed", body: { texts: ["a"] } },
    embed({ inputs: [{ content: [{ type: "text", text: "a" }] }] }),
  ],
  "ollama-embeddings": [
    { path: "/api/embed", body: { model: "m", input: ["a"], dimensions: 4 } },
    { path: "/api/embeddings", body: { model: "m", prompt: "a" } },
  ],
  "json-retrieval": [{ path: "/search", body: { query: "tents", top_k: 3, filter: { a: 1 } } }],
  "bedrock-knowledge-base": [
    {
      path: "/knowledgebases/KB1/retrieve",
      body: {
        retrievalQuery: { text: "tents" },
        retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 3, filter: { equals: {} } } },
      },
    },
    { path: "/retrieveAndGenerate", body: knowledgeBase },
    { path: "/retrieveAndGenerateStream", body: knowledgeBase },
  ],
  ...storeAskings,
  weaviate: [
    {
      path: "/v1/graphql",
      body: {
        query: '{ Get { Documents(nearText: {concepts: ["tents"]}, limit: 3) { title text _additional { id } } } }',
      },
    },
  ],
  "context-tool": [{ path: "/dep", body: { id: "1" } }],
  "context-retrieval": [{ path: "/dep", body: { query: "tents", top_k: 3 } }],
  "http-json": [{ path: "/orders", body: { id: "1", lines: [{ sku: "a" }] } }],
  lambda: [{ path: "/2015-03-31/functions/find:3/invocations", body: { id: "1" } }],
  graphql: [
    { path: "/graphql", body: { query: "query Find($id: ID) { found(id: $id) { id } }", variables: { id: "1" } } },
  ],
  mcp: [
    {
      path: "/mcp",
      body: {
        ...rpc,
        method: "tools/call",
        params: {
          name: "find",
          arguments: { id: "1" },
          _meta: { progressToken: 1, "io.modelcontextprotocol/protocolVersion": "2026-07-28" },
        },
      },
      headers: { accept: "application/json, text/event-stream" },
    },
  ],
  "bedrock-guardrail": [
    { path: "/guardrail/g/version/1/apply", body: { source: "INPUT", content: [{ text: { text: "a" } }] } },
  ],
  oauth: [
    { path: "/token", body: { grant_type: "client_credentials", client_id: "a", client_secret: "b" } },
    { path: "/introspect", body: { token: "t" } },
  ],
  "agentcore-memory": [
    { path: "/memories/m/events", body: { actorId: "a", eventTimestamp: 1, payload: [{ conversational: {} }] } },
    { path: "/memories/m/retrieve", body: { namespace: "n", searchCriteria: { searchQuery: "tents" } } },
  ],
  "agentcore-runtime": [{ path: "/runtimes/arn/invocations", body: { prompt: "Hi" } }],
  "http-agent": [{ path: "/chat", body: { question: "Hi" } }],
  "agentcore-container": [{ path: "/invocations", body: { prompt: "Hi" } }],
  "bedrock-agent": [
    {
      path: "/agents/a/agentAliases/l/sessions/s/text",
      body: { inputText: "Hi", streamingConfigurations: { streamFinalResponse: true } },
    },
  ],
  a2a: [
    { path: "/", body: { ...rpc, method: "SendMessage", params: { message: told } } },
    { path: "/", body: { ...rpc, method: "message/stream", params: { message: told } } },
    { path: "/message:send", body: { message: told } },
  ],
};
