import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import type { TargetEnvironment } from "../../targets/define-target.ts";

/** What a task of the exactness tests asks the agent to do. */
export interface SdkInput {
  readonly sdk: "openai" | "responses" | "anthropic";
  readonly stream: boolean;
  /** The client's own timeout in ms. */
  readonly timeout?: number;
  /** Aborts the call from outside after so many ms. */
  readonly abortAfter?: number;
}

/** What became of the call, as an agent's author would see it. */
export interface Raised {
  readonly text: string;
  readonly error?: string;
  readonly status?: number;
  readonly code?: string;
  readonly type?: string;
}

/** One call with the real client, all its settings at their defaults. */
export default async function sdkAgent(
  task: { readonly prompt: string; readonly input: Readonly<Record<string, unknown>> },
  { env }: { readonly env: TargetEnvironment },
): Promise<{ readonly text: string; readonly data: Raised }> {
  const input = task.input as unknown as SdkInput;
  let text = "";
  const hear = (part: string | null | undefined): void => {
    text += part ?? "";
  };
  try {
    await { openai: chat, responses, anthropic: messages }[input.sdk](task.prompt, input, env, hear);
    return { text, data: { text } };
  } catch (error) {
    return { text: `raised: ${error}`, data: { text, ...describe(error) } };
  }
}

type Ask = (
  prompt: string,
  input: SdkInput,
  env: TargetEnvironment,
  hear: (part?: string | null) => void,
) => Promise<void>;

const settings = ({ timeout }: SdkInput, baseURL: string | undefined) => ({
  apiKey: "sk-test",
  ...(baseURL === undefined ? {} : { baseURL }),
  ...(timeout === undefined ? {} : { timeout }),
});
const abort = ({ abortAfter }: SdkInput) =>
  abortAfter === undefined ? {} : { signal: AbortSignal.timeout(abortAfter) };

const chat: Ask = async (content, input, env, hear) => {
  const client = new OpenAI(settings(input, env["OPENAI_BASE_URL"]));
  const body = { model: "gpt-x", messages: [{ role: "user" as const, content }] };
  if (input.stream) {
    for await (const chunk of await client.chat.completions.create({ ...body, stream: true }, abort(input)))
      hear(chunk.choices[0]?.delta.content);
  } else hear((await client.chat.completions.create(body, abort(input))).choices[0]?.message.content);
};

const responses: Ask = async (content, input, env, hear) => {
  const client = new OpenAI(settings(input, env["OPENAI_BASE_URL"]));
  const body = { model: "gpt-x", input: content };
  if (input.stream) {
    for await (const event of await client.responses.create({ ...body, stream: true }, abort(input)))
      if (event.type === "response.output_text.delta") hear(event.delta);
  } else hear((await client.responses.create(body, abort(input))).output_text);
};

const messages: Ask = async (content, input, env, hear) => {
  const client = new Anthropic(settings(input, env["ANTHROPIC_BASE_URL"]));
  const body = { model: "claude-x", max_tokens: 100, messages: [{ role: "user" as const, content }] };
  if (input.stream) {
    for await (const event of await client.messages.create({ ...body, stream: true }, abort(input)))
      if (event.type === "content_block_delta" && event.delta.type === "text_delta") hear(event.delta.text);
  } else {
    const [block] = (await client.messages.create(body, abort(input))).content;
    if (block?.type === "text") hear(block.text);
  }
};

function describe(error: unknown): Omit<Raised, "text"> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { status, code, type } = error as { status?: unknown; code?: unknown; type?: unknown };
  return {
    error: error.constructor.name,
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof type === "string" ? { type } : {}),
  };
}
