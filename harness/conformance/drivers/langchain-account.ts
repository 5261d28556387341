import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { ChatAnthropic } from "@langchain/anthropic";
import { ChatBedrockConverse } from "@langchain/aws";
import type { BaseChatModel, BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import { type AIMessageChunk, HumanMessage, SystemMessage, type UsageMetadata } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import type { Driver, DriverContext } from "../driver.ts";
import { accountOf, accounts, longPrompt } from "./account.ts";
import { placeOf } from "./aws-client.ts";
import { converseTable } from "./bedrock-account.ts";
import { expecting, type Table } from "./expect.ts";
import { measured } from "./stainless.ts";

interface Provider {
  readonly name: string;
  readonly package: string;
  readonly protocol: string;
  readonly transport: Driver["transport"];
  readonly url: string;
  /** What stands behind or in the prompt where it is to be cached up to. */
  readonly system: (text: string) => SystemMessage;
  modelOf(context: DriverContext): BaseChatModel<BaseChatModelCallOptions, AIMessageChunk>;
  readonly table: Table;
}

const named = (given: Readonly<Record<string, unknown>>): string | undefined => {
  const name = given["model_name"] ?? given["model"];
  return typeof name === "string" ? name : undefined;
};

const counts = (usage: UsageMetadata | undefined) => ({
  read: usage?.input_token_details?.cache_read,
  written: usage?.input_token_details?.cache_creation,
});

const invoke =
  ({ modelOf, system }: Provider): Driver["call"] =>
  async (context) => {
    const messages = [system(longPrompt(context)), new HumanMessage("hello")];
    const message = await modelOf(context).invoke(messages, { signal: context.signal });
    context.say(accountOf({ model: named(message.response_metadata), ...counts(message.usage_metadata) }));
  };

/** Whatever it was told, it waits for one to two seconds. */
const waits = [[1000, 2010]] as const;

const providers: readonly Provider[] = [
  {
    name: "openai",
    package: "@langchain/openai",
    protocol: "openai",
    transport: "h1",
    url: "https://api.openai.com/v1",
    system: (text) => new SystemMessage(text),
    modelOf: ({ baseUrl }) =>
      new ChatOpenAI({ model: "gpt-5", apiKey: "sk-brownout", configuration: { baseURL: baseUrl } }),
    table: accounts({ source: measured, model: "gpt-5", cold: "0 read", warm: "4992 read", waits }),
  },
  {
    name: "anthropic",
    package: "@langchain/anthropic",
    protocol: "anthropic",
    transport: "h1",
    url: "https://api.anthropic.com",
    system: (text) => new SystemMessage({ content: [{ type: "text", text, cache_control: { type: "ephemeral" } }] }),
    modelOf: ({ baseUrl }) =>
      new ChatAnthropic({ model: "claude-test", apiKey: "sk-brownout", anthropicApiUrl: baseUrl }),
    table: accounts({
      source: measured,
      model: "claude-test",
      cold: "0 read, 4994 written",
      warm: "4994 read, 0 written",
      waits,
    }),
  },
  {
    name: "bedrock",
    package: "@langchain/aws",
    protocol: "bedrock",
    transport: "h2",
    url: "https://bedrock-runtime.us-east-1.amazonaws.com",
    system: (text) =>
      new SystemMessage({
        content: [
          { type: "text", text },
          { type: "cachePoint", cachePoint: { type: "default" } },
        ],
      }),
    modelOf: (context) =>
      new ChatBedrockConverse({
        model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        region: "us-east-1",
        client: new BedrockRuntimeClient(placeOf(context)),
      }),
    table: converseTable,
  },
];

export const langchainAccountDrivers: readonly Driver[] = providers.map((provider) => {
  const { name, package: from, protocol, transport, url, table } = provider;
  return expecting(
    {
      id: `langchain ${name} invoke, account`,
      package: from,
      protocol,
      transport,
      asks: "account",
      mode: "whole",
      dependency: { boundary: "model", url },
      call: invoke(provider),
    },
    table,
  );
});
