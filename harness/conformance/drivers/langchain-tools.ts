import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { ChatAnthropic } from "@langchain/anthropic";
import { ChatBedrockConverse } from "@langchain/aws";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { AIMessageChunk } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import type { Driver, DriverContext, Source } from "../driver.ts";
import { overHttp2, placeOf } from "./aws-client.ts";
import { expecting, type Table } from "./expect.ts";
import { told, weigh } from "./offered-tool.ts";
import { asMembers, mended, setApart } from "./tool-tables.ts";

const read: Source = "read: @langchain/aws/dist/utils/message_outputs.js";

type ModelOf = (context: DriverContext) => BaseChatModel;

const offered = [{ type: "function" as const, function: weigh }];
const withTool = (model: BaseChatModel) => {
  if (!model.bindTools) throw new Error("This model takes no tools.");
  return model.bindTools(offered);
};

/** What could not be read stands apart from the calls. */
function callsOf({ tool_calls = [], invalid_tool_calls = [] }: AIMessageChunk): string {
  return [
    ...tool_calls.map(({ name, args }) => told(name, args)),
    ...invalid_tool_calls.map(({ name, args }) => `invalid: ${told(name, args)}`),
  ].join(" ");
}

const invoke = (modelOf: ModelOf) => async (context: DriverContext) => {
  context.say(callsOf(await withTool(modelOf(context)).invoke("hello", { signal: context.signal })));
};

const stream = (modelOf: ModelOf) => async (context: DriverContext) => {
  let whole: AIMessageChunk | undefined;
  for await (const chunk of await withTool(modelOf(context)).stream("hello", { signal: context.signal }))
    whole = whole?.concat(chunk) ?? chunk;
  if (whole) context.say(callsOf(whole));
};

interface Provider {
  readonly name: string;
  readonly package: string;
  readonly protocol: string;
  readonly transport: Driver["transport"];
  readonly url: string;
  readonly modelOf: ModelOf;
  readonly whole: Table;
  readonly streamed: Table;
}
const providers: readonly Provider[] = [
  {
    name: "openai",
    package: "@langchain/openai",
    protocol: "openai",
    whole: setApart(),
    streamed: mended(),
    transport: "h1",
    url: "https://api.openai.com/v1",
    modelOf: ({ baseUrl }) =>
      new ChatOpenAI({ model: "gpt-5", apiKey: "sk-brownout", configuration: { baseURL: baseUrl } }),
  },
  {
    name: "anthropic",
    package: "@langchain/anthropic",
    protocol: "anthropic",
    whole: asMembers(),
    streamed: mended(),
    transport: "h1",
    url: "https://api.anthropic.com",
    modelOf: ({ baseUrl }) =>
      new ChatAnthropic({ model: "claude-test", apiKey: "sk-brownout", anthropicApiUrl: baseUrl }),
  },
  {
    name: "bedrock",
    package: "@langchain/aws",
    protocol: "bedrock",
    whole: asMembers(read),
    streamed: mended(read),
    transport: "h2",
    url: "https://bedrock-runtime.us-east-1.amazonaws.com",
    modelOf: (context) =>
      new ChatBedrockConverse({
        model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        region: "us-east-1",
        client: new BedrockRuntimeClient({ ...placeOf(context), ...overHttp2(context) }),
      }),
  },
];

export const langchainToolDrivers: readonly Driver[] = providers.flatMap(({ whole, streamed, ...given }) => {
  const { name, package: from, protocol, transport, url, modelOf } = given;
  const common = {
    package: from,
    protocol,
    transport,
    asks: "tool call",
    dependency: { boundary: "model", url },
  } as const;
  return [
    expecting({ ...common, id: `langchain ${name} invoke, tool call`, mode: "whole", call: invoke(modelOf) }, whole),
    expecting(
      { ...common, id: `langchain ${name} stream, tool call`, mode: "stream", call: stream(modelOf) },
      streamed,
    ),
  ];
});
