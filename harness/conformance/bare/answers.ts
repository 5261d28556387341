import { named, nameless } from "./deed.ts";
import type { Endpoint, Provider, Stream } from "./provider.ts";
import { type CallForms, fragments, type WrittenCall } from "./tool-call.ts";

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
/** A call that it wrote badly is dropped by the service, which says so in the reason. */
const calling = ({ name, object, unreadable, limited }: WrittenCall): string => {
  const finishReason = limited ? "MAX_TOKENS" : unreadable ? "MALFORMED_FUNCTION_CALL" : "STOP";
  const content = unreadable ? {} : { parts: [{ functionCall: { name, args: object } }], role: "model" };
  return JSON.stringify({
    candidates: [{ content, finishReason, index: 0 }],
    usageMetadata: { promptTokenCount: 2, candidatesTokenCount: 6, totalTokenCount: 8 },
    modelVersion: "gemini-2.5-flash",
    responseId: "abc1",
  });
};
const googleCalls: CallForms = {
  whole: calling,
  stream: (call) => ({ opening: [], content: [`data: ${calling(call)}\r\n\r\n`], closing: [] }),
};
const google = partial({
  ":generateContent": { calls: googleCalls, whole: { healthy: JSON.stringify(candidate(answer, "STOP")) } },
  ":streamGenerateContent": {
    calls: googleCalls,
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
/** A call comes in one piece. */
const called = ({ name, text }: WrittenCall): object[] => [
  { id: "D681PevKs", function: { name, arguments: text }, index: 0 },
];
const mistralCalls: CallForms = {
  whole: (call) =>
    JSON.stringify({
      ...chat,
      object: "chat.completion",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "", tool_calls: called(call) },
          finish_reason: call.limited ? "length" : "tool_calls",
        },
      ],
      usage: spent,
    }),
  stream: (call) => ({
    opening: [part({ role: "assistant", content: "" }, null)],
    content: [part({ tool_calls: called(call) }, call.limited ? "length" : "tool_calls", { usage: spent })],
    closing: [nameless("[DONE]")],
  }),
};
const mistral = partial({
  "/chat/completions": {
    calls: mistralCalls,
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
const wanted = ({ name }: WrittenCall, text: string): object => ({
  id: "weigh_1",
  type: "function",
  function: { name, arguments: text },
});
const whyEnded = ({ limited }: WrittenCall): string => (limited ? "MAX_TOKENS" : "TOOL_CALL");
const cohereCalls: CallForms = {
  whole: (call) =>
    JSON.stringify({
      id: "c14c80c3",
      message: { role: "assistant", tool_plan: "I will weigh it.", tool_calls: [wanted(call, call.text)] },
      finish_reason: whyEnded(call),
      usage,
    }),
  stream: (call) => ({
    opening: [
      event("message-start", { id: "c14c80c3", delta: { message: { role: "assistant", content: [] } } }),
      event("tool-plan-delta", { delta: { message: { tool_plan: "I will weigh it." } } }),
      event("tool-call-start", { index: 0, delta: { message: { tool_calls: wanted(call, "") } } }),
    ],
    content: fragments(call.text).map((text) =>
      event("tool-call-delta", { index: 0, delta: { message: { tool_calls: { function: { arguments: text } } } } }),
    ),
    closing: [
      event("tool-call-end", { index: 0 }),
      event("message-end", { delta: { finish_reason: whyEnded(call), usage } }),
      nameless("[DONE]"),
    ],
  }),
};
const cohere = partial({
  "/v2/chat": {
    calls: cohereCalls,
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
