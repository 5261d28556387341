import Anthropic from "@anthropic-ai/sdk";
import type { Driver, DriverContext } from "../driver.ts";
import { expecting, once, type Table } from "./expect.ts";
import { told, weigh } from "./offered-tool.ts";
import { measured } from "./stainless.ts";
import { asMembers, asWritten } from "./tool-tables.ts";

const common = {
  package: "@anthropic-ai/sdk",
  protocol: "anthropic",
  transport: "h1",
  asks: "tool call",
  dependency: { boundary: "model", url: "https://api.anthropic.com" },
} as const;
const { parameters: input_schema, ...offered } = weigh;
const ask = {
  model: "claude-test",
  max_tokens: 200,
  messages: [{ role: "user" as const, content: "hello" }],
  tools: [{ ...offered, input_schema }],
};

const clientOf = ({ baseUrl }: DriverContext): Anthropic => new Anthropic({ apiKey: "sk-brownout", baseURL: baseUrl });

/** Its accumulator reads what breaks off as far as it goes, and raises what no JSON begins like. */
const accumulated: Table = {
  ...asMembers(),
  "tool-arguments:invalid-json": once({ raises: "AnthropicError", cause: "SyntaxError", message: "in JSON" }, measured),
};

const callsOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => (block.type === "tool_use" ? told(block.name, block.input) : "")).join("");

export const anthropicToolDrivers: readonly Driver[] = [
  expecting(
    {
      ...common,
      id: "anthropic messages, tool call",
      mode: "whole",
      async call(context) {
        context.say(callsOf(await clientOf(context).messages.create(ask, { signal: context.signal })));
      },
    },
    asMembers(),
  ),
  expecting(
    {
      ...common,
      id: "anthropic messages, tool call, streamed",
      mode: "stream",
      async call(context) {
        const { signal, say } = context;
        const stream = await clientOf(context).messages.create({ ...ask, stream: true }, { signal });
        let [name, written] = ["", ""];
        for await (const event of stream) {
          if (event.type === "content_block_start" && event.content_block.type === "tool_use")
            name = event.content_block.name;
          if (event.type === "content_block_delta" && event.delta.type === "input_json_delta")
            written += event.delta.partial_json;
        }
        say(told(name, written));
      },
    },
    asWritten(),
  ),
  expecting(
    {
      ...common,
      id: "anthropic messages, tool call, stream helper",
      mode: "helper",
      async call(context) {
        context.say(callsOf(await clientOf(context).messages.stream(ask, { signal: context.signal }).finalMessage()));
      },
    },
    accumulated,
  ),
];
