import type { Driver } from "./driver.ts";
import { bedrockAgentRuntimeDrivers } from "./drivers/bedrock-agent-runtime.ts";
import { openaiDrivers } from "./drivers/openai-client.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [...openaiDrivers, ...bedrockAgentRuntimeDrivers];
