import type OpenAI from "openai";
import type { Driver, DriverContext } from "../driver.ts";
import { expecting } from "./expect.ts";
import { azureStreamed, streamedAnswers, wholeAnswers, wholeResponses } from "./openai-answers.ts";
import { azureClientOf, clientOf } from "./openai-clients.ts";
import { azureClient, openaiClient } from "./openai-failures.ts";
import { chatHelper, responsesHelper } from "./openai-helpers.ts";
import { beforeAnswer } from "./stainless.ts";

const common = { package: "openai", transport: "h1" } as const;
const platform = { ...common, protocol: "openai" } as const;
const dependency = { boundary: "model", url: "https://api.openai.com/v1" } as const;
const azure = {
  ...common,
  protocol: "azure-openai",
  dependency: { boundary: "model", url: "https://brownout.openai.azure.com" },
} as const;

const ask = { model: "gpt-5", messages: [{ role: "user" as const, content: "hello" }] };
/** Agents that count tokens ask for them: a stream does not tell them otherwise. */
const counted = { stream_options: { include_usage: true } };
const input = { model: "gpt-5", input: "hello" };

async function wholeChat(client: OpenAI, { signal, say }: DriverContext): Promise<void> {
  const completion = await client.chat.completions.create(ask, { signal });
  say(completion.choices?.[0]?.message.content ?? "");
}

async function streamedChat(client: OpenAI, { signal, say }: DriverContext): Promise<void> {
  const stream = await client.chat.completions.create({ ...ask, ...counted, stream: true }, { signal });
  for await (const chunk of stream) say(chunk.choices[0]?.delta.content ?? "");
}

const before = beforeAnswer(openaiClient);
const beforeAzure = beforeAnswer(azureClient);

export const openaiDrivers: readonly Driver[] = [
  expecting(
    {
      ...platform,
      id: "openai chat",
      mode: "whole",
      dependency,
      call: (context) => wholeChat(clientOf(context), context),
    },
    before,
    wholeAnswers,
  ),
  expecting(
    {
      ...platform,
      id: "openai chat, streamed",
      mode: "stream",
      dependency,
      call: (context) => streamedChat(clientOf(context), context),
    },
    before,
    streamedAnswers,
  ),
  expecting(
    {
      ...platform,
      id: "openai chat, stream helper",
      mode: "helper",
      dependency,
      async call(context) {
        const stream = clientOf(context).chat.completions.stream({ ...ask, ...counted }, { signal: context.signal });
        const completion = await stream.finalChatCompletion();
        context.say(completion.choices[0]?.message.content ?? "");
      },
    },
    before,
    chatHelper,
  ),
  expecting(
    {
      ...platform,
      id: "openai responses",
      mode: "whole",
      dependency,
      async call(context) {
        const response = await clientOf(context).responses.create(input, { signal: context.signal });
        context.say(response.output_text ?? "");
      },
    },
    before,
    wholeResponses,
  ),
  expecting(
    {
      ...platform,
      id: "openai responses, streamed",
      mode: "stream",
      dependency,
      async call(context) {
        const { signal, say } = context;
        const stream = await clientOf(context).responses.create({ ...input, stream: true }, { signal });
        for await (const event of stream) if (event.type === "response.output_text.delta") say(event.delta);
      },
    },
    before,
    streamedAnswers,
  ),
  expecting(
    {
      ...platform,
      id: "openai responses, stream helper",
      mode: "helper",
      dependency,
      async call(context) {
        const response = await clientOf(context).responses.stream(input, { signal: context.signal }).finalResponse();
        context.say(response.output_text);
      },
    },
    before,
    responsesHelper,
  ),
  expecting(
    { ...azure, id: "azure openai chat", mode: "whole", call: (context) => wholeChat(azureClientOf(context), context) },
    beforeAzure,
    wholeAnswers,
  ),
  expecting(
    {
      ...azure,
      id: "azure openai chat, streamed",
      mode: "stream",
      call: (context) => streamedChat(azureClientOf(context), context),
    },
    beforeAzure,
    azureStreamed,
  ),
];
