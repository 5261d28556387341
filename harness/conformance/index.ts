import type { Driver } from "./driver.ts";
import { cohereDrivers } from "./drivers/cohere.ts";
import { googleAiDrivers } from "./drivers/google-ai.ts";
import { genaiDrivers } from "./drivers/google-genai.ts";
import { mistralDrivers } from "./drivers/mistral.ts";
import { ollamaDrivers } from "./drivers/ollama.ts";

/** Every way of using a real client that the conformance table has. */
export const drivers: readonly Driver[] = [
  ...genaiDrivers,
  ...googleAiDrivers,
  ...mistralDrivers,
  ...cohereDrivers,
  ...ollamaDrivers,
];
