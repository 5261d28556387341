import type { Driver } from "./driver.ts";
import { aiSdkDrivers } from "./drivers/ai-sdk.ts";
import { anthropicDrivers } from "./drivers/anthropic-client.ts";
import { langchainDrivers } from "./drivers/langchain.ts";
import { openaiDrivers } from "./drivers/openai-client.ts";
import { openaiServiceDrivers } from "./drivers/openai-services.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [
  ...openaiDrivers,
  ...openaiServiceDrivers,
  ...anthropicDrivers,
  ...aiSdkDrivers,
  ...langchainDrivers,
];
