import { a2a } from "./a2a.ts";
import { agentcore } from "./agentcore.ts";
import type { HttpContract } from "./contract.ts";
import { json } from "./json.ts";
import { langgraph } from "./langgraph.ts";
import { lines } from "./lines.ts";
import { mcp } from "./mcp.ts";
import { mcpStdio } from "./mcp-stdio.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import type { ProcessContract } from "./process-contract.ts";

/** Every way of talking with an agent over HTTP; the first is what is meant where none is named. */
export const httpContracts: readonly HttpContract[] = [
  json,
  openaiChat,
  openaiResponses,
  agentcore,
  a2a,
  langgraph,
  mcp,
];

/** Every way of talking with one process over its stdin and stdout; the first is what is meant where none is named. */
export const processContracts: readonly ProcessContract[] = [lines, mcpStdio];
