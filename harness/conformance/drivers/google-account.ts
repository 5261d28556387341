import type { GenerateContentResponse } from "@google/genai";
import type { Driver, DriverContext } from "../driver.ts";
import { accountOf, accounts, byAgent, longPrompt } from "./account.ts";
import { expecting } from "./expect.ts";
import { clientOf } from "./google-calls.ts";

const asked = (context: DriverContext) => ({
  model: "gemini-2.5-flash",
  contents: "hello",
  config: { abortSignal: context.signal, systemInstruction: longPrompt(context) },
});
const told = (response: GenerateContentResponse | undefined): string =>
  accountOf({ model: response?.modelVersion, read: response?.usageMetadata?.cachedContentTokenCount });

const whole =
  (vertexai: boolean): Driver["call"] =>
  async (context) => {
    context.say(told(await clientOf(context, vertexai).models.generateContent(asked(context))));
  };

const stream =
  (vertexai: boolean): Driver["call"] =>
  async (context) => {
    let last: GenerateContentResponse | undefined;
    for await (const chunk of await clientOf(context, vertexai).models.generateContentStream(asked(context)))
      last = chunk;
    context.say(told(last));
  };

const common = { package: "@google/genai", transport: "h1", asks: "account" } as const;
const gemini = {
  ...common,
  protocol: "gemini",
  dependency: { boundary: "model", url: "https://generativelanguage.googleapis.com" },
} as const;
const vertex = {
  ...common,
  protocol: "vertex",
  dependency: { boundary: "model", url: "https://aiplatform.googleapis.com" },
} as const;

const shown = {
  source: "docs: GenerateContentResponse, modelVersion and UsageMetadata",
  model: "gemini-2.5-flash",
  // The count is left out where it is none.
  warm: "5002 read",
  retries: "read: @google/genai/dist/node/index.mjs",
} as const;
const geminiTable = accounts({ ...shown, waits: byAgent(1000) });
const vertexTable = accounts({ ...shown, waits: byAgent(5000) });

export const googleAccountDrivers: readonly Driver[] = [
  expecting({ ...gemini, id: "genai generateContent, account", mode: "whole", call: whole(false) }, geminiTable),
  expecting(
    { ...gemini, id: "genai generateContentStream, account", mode: "stream", call: stream(false) },
    geminiTable,
  ),
  expecting({ ...vertex, id: "genai generateContent, Vertex, account", mode: "whole", call: whole(true) }, vertexTable),
  expecting(
    { ...vertex, id: "genai generateContentStream, Vertex, account", mode: "stream", call: stream(true) },
    vertexTable,
  ),
];
