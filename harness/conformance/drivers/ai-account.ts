import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, type LanguageModel, streamText } from "ai";
import type { Driver, DriverContext } from "../driver.ts";
import { accountOf, accounts, asTold, longPrompt } from "./account.ts";
import { nameless } from "./bedrock-account.ts";
import { expecting, type Table } from "./expect.ts";
import { measured } from "./stainless.ts";

interface Provider {
  readonly name: string;
  readonly package: string;
  readonly protocol: string;
  readonly url: string;
  /** Where the prompt is to be cached up to, in the provider's own words. */
  readonly mark?: Record<string, Record<string, Record<string, string>>>;
  modelOf(context: DriverContext): LanguageModel;
  readonly table: Table;
}

const asked = ({ modelOf, mark }: Provider, context: DriverContext) => ({
  model: modelOf(context),
  messages: [
    { role: "system" as const, content: longPrompt(context), ...(mark ? { providerOptions: mark } : {}) },
    { role: "user" as const, content: "hello" },
  ],
  allowSystemInMessages: true,
  abortSignal: context.signal,
});

type Given = Pick<Awaited<ReturnType<typeof generateText>>, "usage" | "response">;
const told = ({ usage, response }: Given): string =>
  accountOf({
    model: response.modelId,
    read: usage.inputTokenDetails.cacheReadTokens,
    written: usage.inputTokenDetails.cacheWriteTokens,
    left:
      response.headers?.["x-ratelimit-remaining-requests"] ??
      response.headers?.["anthropic-ratelimit-requests-remaining"],
    limit: response.headers?.["x-ratelimit-limit-requests"] ?? response.headers?.["anthropic-ratelimit-requests-limit"],
  });

const generate =
  (provider: Provider): Driver["call"] =>
  async (context) => {
    context.say(told(await generateText(asked(provider, context))));
  };

const stream =
  (provider: Provider): Driver["call"] =>
  async (context) => {
    const result = streamText({ ...asked(provider, context), onError: () => undefined });
    for await (const part of result.fullStream) if (part.type === "error") throw part.error;
    context.say(told({ usage: await result.usage, response: await result.response } as Given));
  };

const providers: readonly Provider[] = [
  {
    name: "openai",
    package: "@ai-sdk/openai",
    protocol: "openai",
    url: "https://api.openai.com/v1",
    modelOf: ({ baseUrl }) => createOpenAI({ apiKey: "sk-brownout", baseURL: baseUrl })("gpt-5"),
    table: accounts({
      source: measured,
      model: "gpt-5",
      cold: "0 read, 0 written",
      warm: "4992 read, 0 written",
      left: "9999 of 10000 left",
      spent: "0 of 1 left",
      waits: asTold,
    }),
  },
  {
    name: "anthropic",
    package: "@ai-sdk/anthropic",
    protocol: "anthropic",
    url: "https://api.anthropic.com/v1",
    mark: { anthropic: { cacheControl: { type: "ephemeral" } } },
    modelOf: ({ baseUrl }) => createAnthropic({ apiKey: "sk-brownout", baseURL: baseUrl })("claude-test"),
    table: accounts({
      source: measured,
      model: "claude-test",
      cold: "0 read, 4994 written",
      warm: "4994 read, 0 written",
      left: "3999 of 4000 left",
      spent: "0 of 1 left",
      waits: asTold,
    }),
  },
  {
    name: "bedrock",
    package: "@ai-sdk/amazon-bedrock",
    protocol: "bedrock",
    url: "https://bedrock-runtime.us-east-1.amazonaws.com",
    mark: { bedrock: { cachePoint: { type: "default" } } },
    modelOf: ({ baseUrl }) =>
      createAmazonBedrock({
        region: "us-east-1",
        accessKeyId: "AKIDEXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        baseURL: baseUrl,
      })("us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    table: accounts({
      source: "read: @ai-sdk/amazon-bedrock/dist/index.js",
      model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      // It says the name that was asked for.
      weaker: nameless,
      cold: "0 read, 4994 written",
      warm: "4994 read, 0 written",
      // Told nothing, it waits by itself, and the bucket has filled by its last attempt.
      waits: [
        [2000, 2010],
        [4000, 4010],
      ],
    }),
  },
  {
    name: "Google",
    package: "@ai-sdk/google",
    protocol: "gemini",
    url: "https://generativelanguage.googleapis.com",
    modelOf: ({ baseUrl }) =>
      createGoogleGenerativeAI({ apiKey: "brownout", baseURL: `${baseUrl}/v1beta` })("gemini-2.5-flash"),
    table: accounts({
      source: "read: @ai-sdk/google/dist/index.js",
      model: "gemini-2.5-flash",
      // `modelVersion` is not read: the name is the one that was asked for, whoever answered.
      weaker: "gemini-2.5-flash",
      cold: "0 read",
      warm: "5002 read",
      waits: [[2000, 2010]],
    }),
  },
];

export const aiAccountDrivers: readonly Driver[] = providers.flatMap((provider) => {
  const { name, package: from, protocol, url, table } = provider;
  const common = {
    package: from,
    protocol,
    transport: "h1",
    asks: "account",
    dependency: { boundary: "model", url },
  } as const;
  return [
    expecting({ ...common, id: `ai generateText, ${name}, account`, mode: "whole", call: generate(provider) }, table),
    expecting({ ...common, id: `ai streamText, ${name}, account`, mode: "stream", call: stream(provider) }, table),
  ];
});
