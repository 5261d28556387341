import Anthropic from "@anthropic-ai/sdk";
import type { Driver, DriverContext } from "../driver.ts";
import { accountOf, accounts, asTold, longPrompt } from "./account.ts";
import { expecting } from "./expect.ts";
import { measured } from "./stainless.ts";

const clientOf = ({ baseUrl }: DriverContext): Anthropic => new Anthropic({ apiKey: "sk-brownout", baseURL: baseUrl });

const asked = (context: DriverContext) => ({
  model: "claude-test",
  max_tokens: 200,
  system: [{ type: "text" as const, text: longPrompt(context), cache_control: { type: "ephemeral" as const } }],
  messages: [{ role: "user" as const, content: "hello" }],
});

const told = ({ model, usage }: Anthropic.Message, { headers }: Response): string =>
  accountOf({
    model,
    read: usage.cache_read_input_tokens,
    written: usage.cache_creation_input_tokens,
    left: headers.get("anthropic-ratelimit-requests-remaining"),
    limit: headers.get("anthropic-ratelimit-requests-limit"),
  });

const whole: Driver["call"] = async (context) => {
  const { data, response } = await clientOf(context)
    .messages.create(asked(context), { signal: context.signal })
    .withResponse();
  context.say(told(data, response));
};

/** The first event has it all but the output. */
const stream: Driver["call"] = async (context) => {
  const { data, response } = await clientOf(context)
    .messages.create({ ...asked(context), stream: true }, { signal: context.signal })
    .withResponse();
  for await (const event of data) if (event.type === "message_start") context.say(told(event.message, response));
};

const helper: Driver["call"] = async (context) => {
  const { data, response } = await clientOf(context)
    .messages.stream(asked(context), { signal: context.signal })
    .withResponse();
  context.say(told(await data.finalMessage(), response));
};

const common = {
  package: "@anthropic-ai/sdk",
  protocol: "anthropic",
  transport: "h1",
  asks: "account",
  dependency: { boundary: "model", url: "https://api.anthropic.com" },
} as const;

const table = accounts({
  source: measured,
  model: "claude-test",
  cold: "0 read, 4994 written",
  warm: "4994 read, 0 written",
  left: "3999 of 4000 left",
  spent: "0 of 1 left",
  waits: asTold,
});

export const anthropicAccountDrivers: readonly Driver[] = [
  expecting({ ...common, id: "anthropic messages, account", mode: "whole", call: whole }, table),
  expecting({ ...common, id: "anthropic messages, streamed, account", mode: "stream", call: stream }, table),
  expecting({ ...common, id: "anthropic messages, stream helper, account", mode: "helper", call: helper }, table),
];
