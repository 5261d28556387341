import type { Protocol } from "../domain/protocol.ts";
import { anthropic } from "./anthropic/index.ts";
import { agentcoreContainer } from "./aws/agentcore/container.ts";
import { agentcoreMemory } from "./aws/agentcore/memory.ts";
import { agentcoreRuntime } from "./aws/agentcore/runtime.ts";
import { bedrockAgent } from "./aws/bedrock-agent/index.ts";
import { bedrockKnowledgeBase } from "./aws/knowledge-base/index.ts";
import { httpJson } from "./http-json/index.ts";
import { jsonRetrieval } from "./json-retrieval/index.ts";
import { openai } from "./openai/index.ts";

/** Every protocol that a system map can name. */
export const protocols: readonly Protocol[] = [
  openai,
  anthropic,
  jsonRetrieval,
  httpJson,
  bedrockKnowledgeBase,
  agentcoreRuntime,
  agentcoreContainer,
  agentcoreMemory,
  bedrockAgent,
];

export const findProtocol = (name: string): Protocol | undefined =>
  protocols.find((protocol) => protocol.name === name);
