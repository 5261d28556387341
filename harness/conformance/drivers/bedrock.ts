import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import type { Driver, DriverContext } from "../driver.ts";
import { overHttp1, overHttp2, placeOf } from "./aws-client.ts";
import { once, read, type Table } from "./aws-expect.ts";
import { beforeAnswer, streamedAnswers, wholeAnswers } from "./bedrock-expect.ts";
import { expecting } from "./expect.ts";

const modelId = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const ask = { modelId, messages: [{ role: "user" as const, content: [{ text: "hello" }] }] };
const own = {
  modelId,
  body: JSON.stringify({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 100,
    messages: [{ role: "user", content: "hello" }],
  }),
};

type Use = (client: BedrockRuntimeClient, context: DriverContext) => Promise<void>;

const converse: Use = async (client, { signal, say }) => {
  const { output } = await client.send(new ConverseCommand(ask), { abortSignal: signal });
  for (const { text } of output?.message?.content ?? []) say(text ?? "");
};

const converseStream: Use = async (client, { signal, say }) => {
  const { stream } = await client.send(new ConverseStreamCommand(ask), { abortSignal: signal });
  for await (const { contentBlockDelta } of stream ?? []) say(contentBlockDelta?.delta?.text ?? "");
};

const invoke: Use = async (client, { signal, say }) => {
  const { body } = await client.send(new InvokeModelCommand(own), { abortSignal: signal });
  const message: { content?: { text?: string }[] } = JSON.parse(body.transformToString());
  for (const { text } of message.content ?? []) say(text ?? "");
};

const invokeStream: Use = async (client, { signal, say }) => {
  const { body } = await client.send(new InvokeModelWithResponseStreamCommand(own), { abortSignal: signal });
  for await (const { chunk } of body ?? []) {
    const event: { delta?: { text?: string } } = JSON.parse(Buffer.from(chunk?.bytes ?? []).toString());
    say(event.delta?.text ?? "");
  }
};

type Common = Omit<Driver, "id" | "call" | "mode" | "expected">;
const common = {
  package: "@aws-sdk/client-bedrock-runtime",
  protocol: "bedrock",
  dependency: { boundary: "model", url: "https://bedrock-runtime.us-east-1.amazonaws.com" },
} as const;
const h2: Common = { ...common, transport: "h2" };
const h1: Common = { ...common, transport: "h1" };

const calling =
  (use: Use, transport: Driver["transport"]): Driver["call"] =>
  async (context) => {
    const handler: BedrockRuntimeClientConfig =
      transport === "h2" ? overHttp2(context) : { requestHandler: overHttp1(context) };
    const client = new BedrockRuntimeClient({ ...placeOf(context), ...handler });
    try {
      await use(client, context);
    } finally {
      client.destroy();
    }
  };

const whole = (base: Common, id: string, use: Use, ...others: readonly Table[]): Driver =>
  expecting(
    { ...base, id, mode: "whole", call: calling(use, base.transport) },
    beforeAnswer(base.transport),
    wholeAnswers(base.transport),
    ...others,
  );
const streamed = (base: Common, id: string, use: Use, timesOut: string, beforeBreak: string): Driver =>
  expecting(
    { ...base, id, mode: "stream", call: calling(use, base.transport) },
    beforeAnswer(base.transport),
    streamedAnswers(base.transport, timesOut, beforeBreak),
  );

/** The official client with its defaults (HTTP/2), and with the HTTP/1.1 handler that proxies make people choose. */
export const bedrockDrivers: readonly Driver[] = [
  whole(h2, "bedrock converse", converse),
  streamed(h2, "bedrock converse, streamed", converseStream, "ModelStreamErrorException", "one two three four"),
  // The body is raw bytes here, and nothing where there are none.
  whole(h2, "bedrock invoke", invoke, {
    "empty-body": once({ raises: "TypeError", message: "transformToString" }, read),
  }),
  streamed(h2, "bedrock invoke, streamed", invokeStream, "ModelTimeoutException", "one two three"),
  whole(h1, "bedrock converse over HTTP/1.1", converse),
  streamed(
    h1,
    "bedrock converse over HTTP/1.1, streamed",
    converseStream,
    "ModelStreamErrorException",
    "one two three four",
  ),
];
