import type OpenAI from "openai";
import type { Driver, DriverContext } from "../driver.ts";
import { accountOf, accounts, asTold, longPrompt } from "./account.ts";
import { expecting } from "./expect.ts";
import type { Use } from "./openai-calls.ts";
import { azureClientOf, clientOf } from "./openai-clients.ts";
import { measured } from "./stainless.ts";

const chat = (context: DriverContext) => ({
  model: "gpt-5",
  messages: [
    { role: "system" as const, content: longPrompt(context) },
    { role: "user" as const, content: "hello" },
  ],
});
const input = (context: DriverContext) => ({ model: "gpt-5", instructions: longPrompt(context), input: "hello" });

const leftIn = ({ headers }: Response) => ({
  left: headers.get("x-ratelimit-remaining-requests"),
  limit: headers.get("x-ratelimit-limit-requests"),
});
const chatUsage = (usage: OpenAI.CompletionUsage | null | undefined) => ({
  read: usage?.prompt_tokens_details?.cached_tokens,
});
const responseUsage = ({ usage }: OpenAI.Responses.Response) => ({ read: usage?.input_tokens_details.cached_tokens });

const wholeChat: Use = async (client, context) => {
  const { data, response } = await client.chat.completions
    .create(chat(context), { signal: context.signal })
    .withResponse();
  context.say(accountOf({ model: data.model, ...chatUsage(data.usage), ...leftIn(response) }));
};

/** The counts come in a chunk of their own. */
const streamedChat: Use = async (client, context) => {
  const { data, response } = await client.chat.completions
    .create({ ...chat(context), stream: true, stream_options: { include_usage: true } }, { signal: context.signal })
    .withResponse();
  let last: OpenAI.ChatCompletionChunk | undefined;
  for await (const chunk of data) last = chunk;
  context.say(accountOf({ model: last?.model, ...chatUsage(last?.usage), ...leftIn(response) }));
};

const wholeResponse: Use = async (client, context) => {
  const { data, response } = await client.responses.create(input(context), { signal: context.signal }).withResponse();
  context.say(accountOf({ model: data.model, ...responseUsage(data), ...leftIn(response) }));
};

const streamedResponse: Use = async (client, context) => {
  const { data, response } = await client.responses
    .create({ ...input(context), stream: true }, { signal: context.signal })
    .withResponse();
  for await (const event of data)
    if (event.type === "response.completed")
      context.say(accountOf({ model: event.response.model, ...responseUsage(event.response), ...leftIn(response) }));
};

const common = { package: "openai", transport: "h1", asks: "account" } as const;
const platform = {
  ...common,
  protocol: "openai",
  dependency: { boundary: "model", url: "https://api.openai.com/v1" },
} as const;
const azure = {
  ...common,
  protocol: "azure-openai",
  dependency: { boundary: "model", url: "https://brownout.openai.azure.com" },
} as const;

const told = {
  source: measured,
  model: "gpt-5",
  cold: "0 read",
  warm: "4992 read",
  spent: "0 of 1 left",
  waits: asTold,
} as const;
const table = accounts({ ...told, left: "9999 of 10000 left" });
const azureTable = accounts({ ...told, left: "79 of 80 left" });

const calling =
  (use: Use, connect: (context: DriverContext) => OpenAI = clientOf): Driver["call"] =>
  (context) =>
    use(connect(context), context);

export const openaiAccountDrivers: readonly Driver[] = [
  expecting({ ...platform, id: "openai chat, account", mode: "whole", call: calling(wholeChat) }, table),
  expecting({ ...platform, id: "openai chat, streamed, account", mode: "stream", call: calling(streamedChat) }, table),
  expecting({ ...platform, id: "openai responses, account", mode: "whole", call: calling(wholeResponse) }, table),
  expecting(
    { ...platform, id: "openai responses, streamed, account", mode: "stream", call: calling(streamedResponse) },
    table,
  ),
  expecting(
    { ...azure, id: "azure openai chat, account", mode: "whole", call: calling(wholeChat, azureClientOf) },
    azureTable,
  ),
];
