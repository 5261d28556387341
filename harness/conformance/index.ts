import type { Driver } from "./driver.ts";
import { bedrockAgentRuntimeDrivers } from "./drivers/bedrock-agent-runtime.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [...bedrockAgentRuntimeDrivers];
