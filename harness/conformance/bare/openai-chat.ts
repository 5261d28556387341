import { nameless } from "./deed.ts";
import { errorIn200, openaiErrors } from "./openai-failures.ts";
import type { Endpoint, Stream } from "./provider.ts";
import { fragments, type WrittenCall } from "./tool-call.ts";

/** Chat Completions as in recorded replies: chunks with padding (`obfuscation`), usage in a chunk of its own, `[DONE]`. */

const usage = {
  prompt_tokens: 7,
  completion_tokens: 6,
  total_tokens: 13,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
};
const common = { model: "gpt-5", service_tier: "default", system_fingerprint: "fp_x" };

const whole = (message: object, finish_reason: string, more: object = { usage }): string =>
  JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1790000000,
    ...common,
    choices: [
      {
        index: 0,
        message: { role: "assistant", refusal: null, annotations: [], ...message },
        logprobs: null,
        finish_reason,
      },
    ],
    ...more,
  });

const chunk = (choices: readonly unknown[], more: object = { usage: null }): string =>
  nameless({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1790000000,
    ...common,
    choices,
    ...more,
    obfuscation: "x7Gd",
  });
const delta = (change: object, finish_reason: string | null = null): string =>
  chunk([{ index: 0, delta: change, logprobs: null, finish_reason }]);

const role = delta({ role: "assistant", content: "", refusal: null });
const spent = chunk([], { usage });
const done = nameless("[DONE]");
const told = (words: readonly string[], finish = "stop"): Stream => ({
  opening: [role],
  content: words.map((content) => delta({ content })),
  closing: [delta({}, finish), spent, done],
});
const healthy = told(["one", " two", " three", " four", " five", " six"]);

const sorry = ["I'm", " sorry,", " but", " I", " can't", " help", " with", " that."];

const called = ({ name, text }: WrittenCall): object => ({
  id: "call_1",
  type: "function",
  function: { name, arguments: text },
});
const begins = (call: WrittenCall): object => ({ index: 0, ...called({ ...call, text: "" }) });
export const chatCalls = {
  whole: (call: WrittenCall) =>
    whole({ content: null, tool_calls: [called(call)] }, call.limited ? "length" : "tool_calls"),
  stream: (call: WrittenCall): Stream => ({
    opening: [delta({ role: "assistant", content: null, tool_calls: [begins(call)], refusal: null })],
    content: fragments(call.text).map((part) => delta({ tool_calls: [{ index: 0, function: { arguments: part } }] })),
    closing: [delta({}, call.limited ? "length" : "tool_calls"), spent, done],
  }),
};

export const chat: Endpoint = {
  calls: chatCalls,
  whole: {
    healthy: whole({ content: "one two three four five six" }, "stop"),
    "hollow:no-answer": JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1790000000,
      ...common,
      choices: [],
      usage,
    }),
    "hollow:error-in-200": errorIn200,
    "hollow:failed": errorIn200,
    "usage-missing": whole({ content: "one two three four five six" }, "stop", {}),
    refusal: whole({ content: null, refusal: sorry.join("") }, "stop"),
    length: whole({ content: "one two th" }, "length"),
    "content-filter": whole({ content: "" }, "content_filter"),
    "empty-completion": whole({ content: "" }, "stop"),
  },
  streams: {
    healthy,
    "hollow:no-answer": { opening: [chunk([])], content: [], closing: [done] },
    "usage-missing": { ...healthy, closing: [delta({}, "stop"), done] },
    refusal: {
      opening: [delta({ role: "assistant", content: null, refusal: "" })],
      content: sorry.map((refusal) => delta({ refusal })),
      closing: [delta({}, "stop"), spent, done],
    },
    length: told(["one", " two", " th"], "length"),
    "content-filter": told([], "content_filter"),
    "empty-completion": told([]),
  },
  inStream: Object.fromEntries(Object.entries(openaiErrors).map(([kind, error]) => [kind, nameless({ error })])),
  keepAlive: ": keep-alive\n\n",
  emptyDelta: delta({ content: "" }),
};
