import { named, nameless } from "./deed.ts";
import type { Endpoint, Provider, Stream } from "./provider.ts";

/** Providers of which only a healthy answer is written down, for what a client makes of the same id twice. */

const answer = "one two three four five six";
const words = ["one", " two", " three", " four", " five", " six"];
const stream = (
  opening: readonly string[],
  content: readonly string[],
  closing: readonly string[],
): { healthy: Stream } => ({
  healthy: { opening, content, closing },
});
const partial = (endpoints: Readonly<Record<string, Endpoint>>): Provider => ({
  partial: true,
  failures: {},
  oneSecond: {},
  endpoints,
});

/** Events end with CRLF, and nothing but the last finish reason tells that the stream is over. */
const candidate = (text: string, finishReason?: string): object => ({
  candidates: [{ content: { parts: [{ text }], role: "model" }, ...(finishReason ? { finishReason } : {}), index: 0 }],
  usageMetadata: { promptTokenCount: 2, candidatesTokenCount: 6, totalTokenCount: 8 },
  modelVersion: "gemini-2.5-flash",
  responseId: "abc1",
});
const google = partial({
  ":generateContent": { whole: { healthy: JSON.stringify(candidate(answer, "STOP")) } },
  ":streamGenerateContent": {
    whole: {},
    streams: stream(
      [],
      words.map((text, index) => `data: ${JSON.stringify(candidate(text, index === 5 ? "STOP" : undefined))}\r\n\r\n`),
      [],
    ),
  },
});

const chat = { id: "cmpl1", created: 1790000000, model: "mistral-small-latest" };
const spent = { prompt_tokens: 4, completion_tokens: 6, total_tokens: 10 };
const part = (delta: object, finish_reason: string | null, more: object = {}): string =>
  nameless({ ...chat, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }], ...more });
const mistral = partial({
  "/chat/completions": {
    whole: {
      healthy: JSON.stringify({
        ...chat,
        object: "chat.completion",
        choices: [
          { index: 0, message: { role: "assistant", content: answer, tool_calls: null }, finish_reason: "stop" },
        ],
        usage: spent,
      }),
    },
    streams: stream(
      [part({ role: "assistant", content: "" }, null)],
      words.map((content) => part({ content }, null)),
      [part({ content: "" }, "stop", { usage: spent }), nameless("[DONE]")],
    ),
  },
});

const usage = { billed_units: { input_tokens: 1, output_tokens: 6 }, tokens: { input_tokens: 60, output_tokens: 6 } };
const event = (type: string, more: object): string => named(type, { type, ...more });
const cohere = partial({
  "/v2/chat": {
    whole: {
      healthy: JSON.stringify({
        id: "c14c80c3",
        message: { role: "assistant", content: [{ type: "text", text: answer }] },
        finish_reason: "COMPLETE",
        usage,
      }),
    },
    streams: stream(
      [
        event("message-start", { id: "c14c80c3", delta: { message: { role: "assistant", content: [] } } }),
        event("content-start", { index: 0, delta: { message: { content: { type: "text", text: "" } } } }),
      ],
      words.map((text) => event("content-delta", { index: 0, delta: { message: { content: { text } } } })),
      [
        event("content-end", { index: 0 }),
        event("message-end", { delta: { finish_reason: "COMPLETE", usage } }),
        nameless("[DONE]"),
      ],
    ),
  },
});

export const answering: Readonly<Record<string, Provider>> = { gemini: google, vertex: google, mistral, cohere };
