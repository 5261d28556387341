import type Anthropic from "@anthropic-ai/sdk";
import type { DriverContext } from "../driver.ts";

const ask = { model: "claude-test", max_tokens: 200, messages: [{ role: "user" as const, content: "hello" }] };

const textOf = ({ content }: { readonly content?: Anthropic.Message["content"] }): string =>
  (content ?? []).map((block) => (block.type === "text" ? block.text : "")).join("");

type Use = (client: Anthropic, context: DriverContext) => Promise<void>;

export const whole: Use = async (client, { signal, say }) => {
  say(textOf(await client.messages.create(ask, { signal })));
};

export const streamed: Use = async (client, { signal, say }) => {
  const stream = await client.messages.create({ ...ask, stream: true }, { signal });
  for await (const event of stream)
    if (event.type === "content_block_delta" && event.delta.type === "text_delta") say(event.delta.text);
};

export const helped: Use = async (client, { signal, say }) => {
  say(textOf(await client.messages.stream(ask, { signal }).finalMessage()));
};
