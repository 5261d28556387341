import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  type TokenUsage,
} from "@aws-sdk/client-bedrock-runtime";
import type { Driver, DriverContext } from "../driver.ts";
import { accountOf, accounts, longPrompt } from "./account.ts";
import { placeOf } from "./aws-client.ts";
import { expecting } from "./expect.ts";

const modelId = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const asked = (context: DriverContext) => ({
  modelId,
  system: [{ text: longPrompt(context) }, { cachePoint: { type: "default" as const } }],
  messages: [{ role: "user" as const, content: [{ text: "hello" }] }],
});
const body = (context: DriverContext) => ({
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 100,
  system: [{ type: "text", text: longPrompt(context), cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: "hello" }],
});

const told = (usage: TokenUsage | undefined): string =>
  accountOf({ read: usage?.cacheReadInputTokens, written: usage?.cacheWriteInputTokens });

type Use = (client: BedrockRuntimeClient, context: DriverContext) => Promise<void>;

const converse: Use = async (client, context) => {
  const { usage } = await client.send(new ConverseCommand(asked(context)), { abortSignal: context.signal });
  context.say(told(usage));
};

const converseStream: Use = async (client, context) => {
  const { stream } = await client.send(new ConverseStreamCommand(asked(context)), { abortSignal: context.signal });
  for await (const { metadata } of stream ?? []) if (metadata) context.say(told(metadata.usage));
};

interface Message {
  readonly model?: string;
  readonly usage?: { readonly cache_read_input_tokens?: number; readonly cache_creation_input_tokens?: number };
}
/** The body is the model's own, and says which one it is. */
const invoke: Use = async (client, context) => {
  const command = new InvokeModelCommand({ modelId, body: JSON.stringify(body(context)) });
  const reply = await client.send(command, { abortSignal: context.signal });
  const { model, usage }: Message = JSON.parse(reply.body.transformToString());
  context.say(accountOf({ model, read: usage?.cache_read_input_tokens, written: usage?.cache_creation_input_tokens }));
};

const common = {
  package: "@aws-sdk/client-bedrock-runtime",
  protocol: "bedrock",
  transport: "h2",
  asks: "account",
  dependency: { boundary: "model", url: "https://bedrock-runtime.us-east-1.amazonaws.com" },
} as const;

const calling =
  (use: Use): Driver["call"] =>
  async (context) => {
    const client = new BedrockRuntimeClient(placeOf(context));
    try {
      await use(client, context);
    } finally {
      client.destroy();
    }
  };

/** Its own attempts are over before the bucket has filled. */
const waits = [
  [0, 1000],
  [0, 2000],
  [5000, 5010],
] as const;
const retries = "read: @smithy/core/dist-es/submodules/retry";
/** Neither the model nor the Region that answered stands in the reply. */
export const nameless = {
  notTried: "the reply names no model: which one answered is told in the account's logs alone",
} as const;
const counts = { cold: "0 read, 4994 written", warm: "4994 read, 0 written", waits, retries } as const;
export const converseTable = accounts({
  ...counts,
  source: "docs: API_runtime_TokenUsage",
  model: "no model",
  weaker: nameless,
});
const invokeTable = accounts({ ...counts, source: "docs: Messages API, Message.model and Usage", model: modelId });

export const bedrockAccountDrivers: readonly Driver[] = [
  expecting({ ...common, id: "bedrock converse, account", mode: "whole", call: calling(converse) }, converseTable),
  expecting(
    { ...common, id: "bedrock converse, streamed, account", mode: "stream", call: calling(converseStream) },
    converseTable,
  ),
  expecting({ ...common, id: "bedrock invoke, account", mode: "whole", call: calling(invoke) }, invokeTable),
];
