import type OpenAI from "openai";
import type { DriverContext } from "../driver.ts";

export type Use = (client: OpenAI, context: DriverContext) => Promise<void>;

const ask = { model: "gpt-5", messages: [{ role: "user" as const, content: "hello" }] };
/** Agents that count tokens ask for them: a stream does not tell them otherwise. */
const counted = { stream_options: { include_usage: true } };
const input = { model: "gpt-5", input: "hello" };

export const wholeChat: Use = async (client, { signal, say }) => {
  const completion = await client.chat.completions.create(ask, { signal });
  say(completion.choices?.[0]?.message.content ?? "");
};

export const streamedChat: Use = async (client, { signal, say }) => {
  const stream = await client.chat.completions.create({ ...ask, ...counted, stream: true }, { signal });
  for await (const chunk of stream) say(chunk.choices[0]?.delta.content ?? "");
};

export const helperChat: Use = async (client, { signal, say }) => {
  const completion = await client.chat.completions.stream({ ...ask, ...counted }, { signal }).finalChatCompletion();
  say(completion.choices[0]?.message.content ?? "");
};

export const wholeResponse: Use = async (client, { signal, say }) => {
  const response = await client.responses.create(input, { signal });
  say(response.output_text ?? "");
};

export const streamedResponse: Use = async (client, { signal, say }) => {
  const stream = await client.responses.create({ ...input, stream: true }, { signal });
  for await (const event of stream) if (event.type === "response.output_text.delta") say(event.delta);
};

export const helperResponse: Use = async (client, { signal, say }) => {
  const response = await client.responses.stream(input, { signal }).finalResponse();
  say(response.output_text);
};
