import { ChatAnthropic } from "@langchain/anthropic";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { ChatOpenAI } from "@langchain/openai";
import type { Driver, DriverContext } from "../driver.ts";
import { expecting } from "./expect.ts";
import { anthropicStream, anthropicWhole, openaiStream, openaiWhole } from "./langchain-tables.ts";

async function invoke(model: BaseChatModel, { signal, say }: DriverContext): Promise<void> {
  say((await model.invoke("hello", { signal })).text);
}

async function stream(model: BaseChatModel, { signal, say }: DriverContext): Promise<void> {
  for await (const chunk of await model.stream("hello", { signal })) say(chunk.text);
}

const openaiModel = ({ baseUrl, timeout }: DriverContext): BaseChatModel =>
  new ChatOpenAI({
    model: "gpt-5",
    apiKey: "sk-brownout",
    configuration: { baseURL: baseUrl },
    ...(timeout === undefined ? {} : { timeout }),
  });
const anthropicModel = ({ baseUrl, timeout }: DriverContext): BaseChatModel =>
  new ChatAnthropic({
    model: "claude-test",
    apiKey: "sk-brownout",
    anthropicApiUrl: baseUrl,
    ...(timeout === undefined ? {} : { clientOptions: { timeout } }),
  });

const openai = {
  package: "@langchain/openai",
  protocol: "openai",
  transport: "h1",
  dependency: { boundary: "model", url: "https://api.openai.com/v1" },
} as const;
const anthropic = {
  package: "@langchain/anthropic",
  protocol: "anthropic",
  transport: "h1",
  dependency: { boundary: "model", url: "https://api.anthropic.com" },
} as const;

export const langchainDrivers: readonly Driver[] = [
  expecting(
    {
      ...openai,
      id: "langchain openai invoke",
      mode: "whole",
      call: (context) => invoke(openaiModel(context), context),
    },
    openaiWhole,
  ),
  expecting(
    {
      ...openai,
      id: "langchain openai stream",
      mode: "stream",
      call: (context) => stream(openaiModel(context), context),
    },
    openaiStream,
  ),
  expecting(
    {
      ...anthropic,
      id: "langchain anthropic invoke",
      mode: "whole",
      call: (context) => invoke(anthropicModel(context), context),
    },
    anthropicWhole,
  ),
  expecting(
    {
      ...anthropic,
      id: "langchain anthropic stream",
      mode: "stream",
      call: (context) => stream(anthropicModel(context), context),
    },
    anthropicStream,
  ),
];
