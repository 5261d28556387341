import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, type LanguageModel, streamText } from "ai";
import type { Driver, DriverContext } from "../driver.ts";
import { expecting, type Table } from "./expect.ts";
import { aiTools, told } from "./offered-tool.ts";
import { asMembers, asWritten, checkedByAi, withheld } from "./tool-tables.ts";

/** A call that cannot be taken is a part like any other, marked `invalid`, with its error beside it. */
interface Part {
  readonly toolName: string;
  readonly input: unknown;
  readonly invalid?: boolean | undefined;
  readonly error?: unknown;
}
const partOf = ({ toolName, input, invalid, error }: Part): string =>
  `${told(toolName, input)}${invalid === true ? ` ${(error as Error).name}` : ""}`;

const generate = (modelOf: (context: DriverContext) => LanguageModel) => async (context: DriverContext) => {
  const model = modelOf(context);
  const { toolCalls } = await generateText({ model, prompt: "hello", tools: aiTools, abortSignal: context.signal });
  for (const call of toolCalls) context.say(partOf(call));
};

const stream = (modelOf: (context: DriverContext) => LanguageModel) => async (context: DriverContext) => {
  const { fullStream } = streamText({
    model: modelOf(context),
    prompt: "hello",
    tools: aiTools,
    abortSignal: context.signal,
    onError: () => undefined,
  });
  for await (const part of fullStream) {
    if (part.type === "tool-call") context.say(partOf(part));
    if (part.type === "error") throw part.error;
  }
};

interface Provider {
  readonly name: string;
  readonly package: string;
  readonly protocol: string;
  readonly url: string;
  readonly modelOf: (context: DriverContext) => LanguageModel;
  /** What its wire makes of a call, whole and streamed. */
  readonly whole: Table;
  readonly streamed: Table;
}
const providers: readonly Provider[] = [
  {
    name: "openai",
    package: "@ai-sdk/openai",
    protocol: "openai",
    whole: asWritten(),
    streamed: asWritten(),
    url: "https://api.openai.com/v1",
    modelOf: ({ baseUrl }) => createOpenAI({ apiKey: "sk-brownout", baseURL: baseUrl })("gpt-5"),
  },
  {
    name: "anthropic",
    package: "@ai-sdk/anthropic",
    protocol: "anthropic",
    whole: asMembers(),
    streamed: asWritten(),
    url: "https://api.anthropic.com/v1",
    modelOf: ({ baseUrl }) => createAnthropic({ apiKey: "sk-brownout", baseURL: baseUrl })("claude-test"),
  },
  {
    name: "bedrock",
    package: "@ai-sdk/amazon-bedrock",
    protocol: "bedrock",
    whole: asMembers(),
    streamed: asWritten("read: @ai-sdk/amazon-bedrock/dist/index.js"),
    url: "https://bedrock-runtime.us-east-1.amazonaws.com",
    modelOf: ({ baseUrl }) =>
      createAmazonBedrock({
        region: "us-east-1",
        accessKeyId: "AKIDEXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        baseURL: baseUrl,
      })("us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
  },
  {
    name: "Google",
    package: "@ai-sdk/google",
    protocol: "gemini",
    whole: withheld(),
    streamed: withheld(),
    url: "https://generativelanguage.googleapis.com",
    modelOf: ({ baseUrl }) =>
      createGoogleGenerativeAI({ apiKey: "brownout", baseURL: `${baseUrl}/v1beta` })("gemini-2.5-flash"),
  },
];

export const aiToolDrivers: readonly Driver[] = providers.flatMap(({ whole, streamed, ...given }) => {
  const { name, package: from, protocol, url, modelOf } = given;
  const common = {
    package: from,
    protocol,
    transport: "h1",
    asks: "tool call",
    dependency: { boundary: "model", url },
  } as const;
  return [
    expecting(
      { ...common, id: `ai generateText, ${name}, tool call`, mode: "whole", call: generate(modelOf) },
      checkedByAi(whole),
    ),
    expecting(
      { ...common, id: `ai streamText, ${name}, tool call`, mode: "stream", call: stream(modelOf) },
      checkedByAi(streamed),
    ),
  ];
});
