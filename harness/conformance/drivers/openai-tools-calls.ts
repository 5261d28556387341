import type OpenAI from "openai";
import type { DriverContext } from "../driver.ts";
import { told, weigh } from "./offered-tool.ts";

export type ToolUse = (client: OpenAI, context: DriverContext) => Promise<void>;

const chat = {
  model: "gpt-5",
  messages: [{ role: "user" as const, content: "hello" }],
  tools: [{ type: "function" as const, function: weigh }],
};
const responses = {
  model: "gpt-5",
  input: "hello",
  tools: [{ type: "function" as const, strict: false, ...weigh }],
};

export const wholeChatCall: ToolUse = async (client, { signal, say }) => {
  const { choices } = await client.chat.completions.create(chat, { signal });
  for (const call of choices[0]?.message.tool_calls ?? [])
    if (call.type === "function") say(told(call.function.name, call.function.arguments));
};

/** Fragments are put together by hand, as an agent that streams does. */
export const streamedChatCall: ToolUse = async (client, { signal, say }) => {
  const stream = await client.chat.completions.create({ ...chat, stream: true }, { signal });
  let [name, written] = ["", ""];
  for await (const chunk of stream) {
    for (const { function: part } of chunk.choices[0]?.delta.tool_calls ?? []) {
      name += part?.name ?? "";
      written += part?.arguments ?? "";
    }
  }
  say(told(name, written));
};

/** With `strict`, the accumulator parses arguments itself. */
export const helperChatCall: ToolUse = async (client, { signal, say }) => {
  const tools = [{ type: "function" as const, function: { ...weigh, strict: true } }];
  const completion = await client.chat.completions.stream({ ...chat, tools }, { signal }).finalChatCompletion();
  for (const call of completion.choices[0]?.message.tool_calls ?? [])
    if (call.type === "function")
      say(told(call.function.name, call.function.parsed_arguments ?? call.function.arguments));
};

export const wholeResponsesCall: ToolUse = async (client, { signal, say }) => {
  const { output } = await client.responses.create(responses, { signal });
  for (const item of output) if (item.type === "function_call") say(told(item.name, item.arguments));
};

export const streamedResponsesCall: ToolUse = async (client, { signal, say }) => {
  const stream = await client.responses.create({ ...responses, stream: true }, { signal });
  for await (const event of stream)
    if (event.type === "response.output_item.done" && event.item.type === "function_call")
      say(told(event.item.name, event.item.arguments));
};

export const helperResponsesCall: ToolUse = async (client, { signal, say }) => {
  const tools = [{ type: "function" as const, ...weigh, strict: true }];
  const { output } = await client.responses.stream({ ...responses, tools }, { signal }).finalResponse();
  for (const item of output)
    if (item.type === "function_call") say(told(item.name, item.parsed_arguments ?? item.arguments));
};
