import Anthropic from "@anthropic-ai/sdk";
import type { Driver, DriverContext } from "../driver.ts";
import { anthropicClient, messageHelper, streamedMessages, wholeMessages } from "./anthropic-tables.ts";
import { expecting } from "./expect.ts";
import { beforeAnswer } from "./stainless.ts";

const common = {
  package: "@anthropic-ai/sdk",
  protocol: "anthropic",
  transport: "h1",
  dependency: { boundary: "model", url: "https://api.anthropic.com" },
} as const;
const ask = { model: "claude-test", max_tokens: 200, messages: [{ role: "user" as const, content: "hello" }] };

const clientOf = ({ baseUrl, timeout }: DriverContext): Anthropic =>
  new Anthropic({ apiKey: "sk-brownout", baseURL: baseUrl, ...(timeout === undefined ? {} : { timeout }) });

const textOf = ({ content }: { readonly content?: Anthropic.Message["content"] }): string =>
  (content ?? []).map((block) => (block.type === "text" ? block.text : "")).join("");

const before = beforeAnswer(anthropicClient);

export const anthropicDrivers: readonly Driver[] = [
  expecting(
    {
      ...common,
      id: "anthropic messages",
      mode: "whole",
      async call(context) {
        context.say(textOf(await clientOf(context).messages.create(ask, { signal: context.signal })));
      },
    },
    before,
    wholeMessages,
  ),
  expecting(
    {
      ...common,
      id: "anthropic messages, streamed",
      mode: "stream",
      async call(context) {
        const stream = await clientOf(context).messages.create({ ...ask, stream: true }, { signal: context.signal });
        for await (const event of stream)
          if (event.type === "content_block_delta" && event.delta.type === "text_delta") context.say(event.delta.text);
      },
    },
    before,
    streamedMessages,
  ),
  expecting(
    {
      ...common,
      id: "anthropic messages, stream helper",
      mode: "helper",
      async call(context) {
        context.say(textOf(await clientOf(context).messages.stream(ask, { signal: context.signal }).finalMessage()));
      },
    },
    before,
    messageHelper,
  ),
];
