import type { Driver } from "./driver.ts";
import { bedrockAgentRuntimeDrivers } from "./drivers/bedrock-agent-runtime.ts";
import { cohereDrivers } from "./drivers/cohere.ts";
import { googleAiDrivers } from "./drivers/google-ai.ts";
import { genaiDrivers } from "./drivers/google-genai.ts";
import { mistralDrivers } from "./drivers/mistral.ts";
import { ollamaDrivers } from "./drivers/ollama.ts";
import { openaiDrivers } from "./drivers/openai-client.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [
  ...openaiDrivers,
  ...bedrockAgentRuntimeDrivers,
  ...genaiDrivers,
  ...googleAiDrivers,
  ...mistralDrivers,
  ...cohereDrivers,
  ...ollamaDrivers,
];
