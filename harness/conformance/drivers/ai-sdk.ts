import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, type LanguageModel, streamText } from "ai";
import type { Driver, DriverContext } from "../driver.ts";
import { anthropicStream, anthropicWhole, beforeAi, openaiStream, openaiWhole } from "./ai-sdk-tables.ts";
import { expecting } from "./expect.ts";

const limitOf = ({ timeout }: DriverContext): { timeout?: number } => (timeout === undefined ? {} : { timeout });

async function generate(model: LanguageModel, context: DriverContext): Promise<void> {
  const { text } = await generateText({ model, prompt: "hello", abortSignal: context.signal, ...limitOf(context) });
  context.say(text);
}

/**
 * The stream does not throw: errors are parts of it. An agent that cares reads `fullStream` and throws what it finds there, as this does;
 * one that reads `textStream` alone sees an answer that ends early.
 */
async function stream(model: LanguageModel, context: DriverContext): Promise<void> {
  const { fullStream } = streamText({
    model,
    prompt: "hello",
    abortSignal: context.signal,
    onError: () => undefined,
    ...limitOf(context),
  });
  for await (const part of fullStream) {
    if (part.type === "text-delta") context.say(part.text);
    if (part.type === "error") throw part.error;
    if (part.type === "abort") throw new DOMException("The stream was aborted.", "AbortError");
  }
}

const openaiModel = ({ baseUrl }: DriverContext): LanguageModel =>
  createOpenAI({ apiKey: "sk-brownout", baseURL: baseUrl })("gpt-5");
const anthropicModel = ({ baseUrl }: DriverContext): LanguageModel =>
  createAnthropic({ apiKey: "sk-brownout", baseURL: baseUrl })("claude-test");

const openai = {
  package: "@ai-sdk/openai",
  protocol: "openai",
  transport: "h1",
  dependency: { boundary: "model", url: "https://api.openai.com/v1" },
} as const;
const anthropic = {
  package: "@ai-sdk/anthropic",
  protocol: "anthropic",
  transport: "h1",
  dependency: { boundary: "model", url: "https://api.anthropic.com/v1" },
} as const;

export const aiSdkDrivers: readonly Driver[] = [
  expecting(
    {
      ...openai,
      id: "ai generateText, openai",
      mode: "whole",
      call: (context) => generate(openaiModel(context), context),
    },
    beforeAi,
    openaiWhole,
  ),
  expecting(
    {
      ...openai,
      id: "ai streamText, openai",
      mode: "stream",
      call: (context) => stream(openaiModel(context), context),
    },
    beforeAi,
    openaiStream,
  ),
  expecting(
    {
      ...anthropic,
      id: "ai generateText, anthropic",
      mode: "whole",
      call: (context) => generate(anthropicModel(context), context),
    },
    beforeAi,
    anthropicWhole,
  ),
  expecting(
    {
      ...anthropic,
      id: "ai streamText, anthropic",
      mode: "stream",
      call: (context) => stream(anthropicModel(context), context),
    },
    beforeAi,
    anthropicStream,
  ),
];
