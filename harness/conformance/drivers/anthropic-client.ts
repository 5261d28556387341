import Anthropic from "@anthropic-ai/sdk";
import type { Driver, DriverContext } from "../driver.ts";
import { anthropicClient, messageHelper, streamedMessages, wholeMessages } from "./anthropic-tables.ts";
import { expecting } from "./expect.ts";
import { helped, streamed, whole } from "./messages-calls.ts";
import { beforeAnswer } from "./stainless.ts";

const common = {
  package: "@anthropic-ai/sdk",
  protocol: "anthropic",
  transport: "h1",
  dependency: { boundary: "model", url: "https://api.anthropic.com" },
} as const;

const clientOf = ({ baseUrl, timeout }: DriverContext): Anthropic =>
  new Anthropic({ apiKey: "sk-brownout", baseURL: baseUrl, ...(timeout === undefined ? {} : { timeout }) });

const before = beforeAnswer(anthropicClient);

export const anthropicDrivers: readonly Driver[] = [
  expecting(
    { ...common, id: "anthropic messages", mode: "whole", call: (context) => whole(clientOf(context), context) },
    before,
    wholeMessages,
  ),
  expecting(
    {
      ...common,
      id: "anthropic messages, streamed",
      mode: "stream",
      call: (context) => streamed(clientOf(context), context),
    },
    before,
    streamedMessages,
  ),
  expecting(
    {
      ...common,
      id: "anthropic messages, stream helper",
      mode: "helper",
      call: (context) => helped(clientOf(context), context),
    },
    before,
    messageHelper,
  ),
];
