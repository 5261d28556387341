import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { ChatBedrockConverse } from "@langchain/aws";
import type { Driver, DriverContext, Source } from "../driver.ts";
import { overHttp2, placeOf } from "./aws-client.ts";
import { beforeAnswer, streamedAnswers, wholeAnswers } from "./bedrock-expect.ts";
import { expecting, once, type Table } from "./expect.ts";

const source: Source = "read: @langchain/aws/dist/chat_models.js";

/** The official client inside, with its own three attempts. An address other than `https://` it takes from a client alone. */
const modelOf = (context: DriverContext): ChatBedrockConverse =>
  new ChatBedrockConverse({
    model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    region: "us-east-1",
    client: new BedrockRuntimeClient({ ...placeOf(context), ...overHttp2(context) }),
  });

async function invoke(context: DriverContext): Promise<void> {
  context.say((await modelOf(context).invoke("hello", { signal: context.signal })).text);
}
async function stream(context: DriverContext): Promise<void> {
  for await (const chunk of await modelOf(context).stream("hello", { signal: context.signal })) context.say(chunk.text);
}

const missing = once({ raises: "Error", message: "No message found in Bedrock response." }, source);
const own: Table = {
  "hollow:no-answer": missing,
  "hollow:error-in-200": missing,
  "empty-body": missing,
  "empty-object": missing,
};

const common = {
  package: "@langchain/aws",
  protocol: "bedrock",
  transport: "h2",
  dependency: { boundary: "model", url: "https://bedrock-runtime.us-east-1.amazonaws.com" },
} as const;

export const bedrockLangchainDrivers: readonly Driver[] = [
  expecting(
    { ...common, id: "langchain bedrock invoke", mode: "whole", call: invoke },
    beforeAnswer("h2"),
    wholeAnswers("h2"),
    own,
  ),
  expecting(
    { ...common, id: "langchain bedrock stream", mode: "stream", call: stream },
    beforeAnswer("h2"),
    streamedAnswers("h2", "ModelStreamErrorException", "one two three four"),
  ),
];
