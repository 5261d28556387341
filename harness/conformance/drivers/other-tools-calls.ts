import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { GoogleGenAI } from "@google/genai";
import { Mistral } from "@mistralai/mistralai";
import { CohereClientV2 } from "cohere-ai";
import { Ollama } from "ollama";
import type { Driver, DriverContext } from "../driver.ts";
import { overHttp1, overHttp2, placeOf } from "./aws-client.ts";
import { told, weigh } from "./offered-tool.ts";

const { parameters, ...offered } = weigh;
const asFunction = [{ type: "function" as const, function: weigh }];
const question = [{ role: "user" as const, content: "hello" }];

const converseAsk = {
  modelId: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
  messages: [{ role: "user" as const, content: [{ text: "hello" }] }],
  toolConfig: { tools: [{ toolSpec: { ...offered, inputSchema: { json: parameters } } }] },
};
const bedrockOf = (context: DriverContext, transport: Driver["transport"]): BedrockRuntimeClient => {
  const handler: BedrockRuntimeClientConfig =
    transport === "h2" ? overHttp2(context) : { requestHandler: overHttp1(context) };
  return new BedrockRuntimeClient({ ...placeOf(context), ...handler });
};

export const converse = (transport: Driver["transport"]) => async (context: DriverContext) => {
  const { output } = await bedrockOf(context, transport).send(new ConverseCommand(converseAsk), {
    abortSignal: context.signal,
  });
  for (const { toolUse } of output?.message?.content ?? []) if (toolUse) context.say(told(toolUse.name, toolUse.input));
};

export const converseStream = (transport: Driver["transport"]) => async (context: DriverContext) => {
  const { stream } = await bedrockOf(context, transport).send(new ConverseStreamCommand(converseAsk), {
    abortSignal: context.signal,
  });
  let [name, written] = ["", ""];
  for await (const { contentBlockStart, contentBlockDelta } of stream ?? []) {
    name += contentBlockStart?.start?.toolUse?.name ?? "";
    written += contentBlockDelta?.delta?.toolUse?.input ?? "";
  }
  context.say(told(name, written));
};

const genaiAsk = ({ baseUrl, signal }: DriverContext) => ({
  client: new GoogleGenAI({ apiKey: "brownout", httpOptions: { baseUrl } }).models,
  asked: {
    model: "gemini-2.5-flash",
    contents: "hello",
    config: {
      abortSignal: signal,
      tools: [{ functionDeclarations: [{ ...offered, parametersJsonSchema: parameters }] }],
    },
  },
});

export async function genai(context: DriverContext): Promise<void> {
  const { client, asked } = genaiAsk(context);
  const { functionCalls = [] } = await client.generateContent(asked);
  for (const { name, args } of functionCalls) context.say(told(name, args));
}

export async function genaiStream(context: DriverContext): Promise<void> {
  const { client, asked } = genaiAsk(context);
  for await (const { functionCalls = [] } of await client.generateContentStream(asked))
    for (const { name, args } of functionCalls) context.say(told(name, args));
}

const mistralAsk = { model: "mistral-small-latest", messages: question, tools: asFunction };
const mistralOf = ({ baseUrl }: DriverContext) => new Mistral({ apiKey: "brownout", serverURL: baseUrl }).chat;

export async function mistral(context: DriverContext): Promise<void> {
  const { choices } = await mistralOf(context).complete(mistralAsk, { fetchOptions: { signal: context.signal } });
  for (const { function: called } of choices[0]?.message?.toolCalls ?? [])
    context.say(told(called.name, called.arguments));
}

export async function mistralStream(context: DriverContext): Promise<void> {
  const events = await mistralOf(context).stream(mistralAsk, { fetchOptions: { signal: context.signal } });
  let [name, written] = ["", ""];
  for await (const { data } of events) {
    for (const { function: part } of data.choices[0]?.delta.toolCalls ?? []) {
      name += part.name;
      written += typeof part.arguments === "string" ? part.arguments : JSON.stringify(part.arguments);
    }
  }
  context.say(told(name, written));
}

const cohereAsk = { model: "command-a-03-2025", messages: question, tools: asFunction };
const cohereOf = ({ baseUrl }: DriverContext) => new CohereClientV2({ token: "brownout", baseUrl });

export async function cohere(context: DriverContext): Promise<void> {
  const { message } = await cohereOf(context).chat(cohereAsk, { abortSignal: context.signal });
  for (const { function: called } of message.toolCalls ?? []) context.say(told(called?.name, called?.arguments));
}

export async function cohereStream(context: DriverContext): Promise<void> {
  let [name, written] = ["", ""];
  for await (const event of await cohereOf(context).chatStream(cohereAsk, { abortSignal: context.signal })) {
    if (event.type !== "tool-call-start" && event.type !== "tool-call-delta") continue;
    const { function: part } = event.delta?.message?.toolCalls ?? {};
    name += event.type === "tool-call-start" ? (event.delta?.message?.toolCalls?.function?.name ?? "") : "";
    written += part?.arguments ?? "";
  }
  context.say(told(name, written));
}

const ollamaAsk = { model: "llama3.2", messages: question, tools: asFunction };

export async function ollama({ baseUrl, say }: DriverContext): Promise<void> {
  const { message } = await new Ollama({ host: baseUrl }).chat({ ...ollamaAsk, stream: false });
  say(message.content);
  for (const { function: called } of message.tool_calls ?? []) say(told(called.name, called.arguments));
}

export async function ollamaStream({ baseUrl, say }: DriverContext): Promise<void> {
  for await (const { message } of await new Ollama({ host: baseUrl }).chat({ ...ollamaAsk, stream: true })) {
    say(message.content);
    for (const { function: called } of message.tool_calls ?? []) say(told(called.name, called.arguments));
  }
}
