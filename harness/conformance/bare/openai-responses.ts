import { named } from "./deed.ts";
import { errorIn200, openaiErrors } from "./openai-failures.ts";
import type { Endpoint, Stream } from "./provider.ts";
import { type CallForms, fragments, type WrittenCall } from "./tool-call.ts";

/** Responses as in recorded replies: named events with sequence numbers, padding in the deltas, no `[DONE]`. */

const usage = {
  input_tokens: 7,
  input_tokens_details: { cache_write_tokens: 0, cached_tokens: 0 },
  output_tokens: 6,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 13,
};
const begun = {
  id: "resp_1",
  object: "response",
  created_at: 1790000000,
  status: "in_progress",
  background: false,
  error: null,
  incomplete_details: null,
  instructions: null,
  max_output_tokens: null,
  model: "gpt-5",
  output: [],
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: "medium", summary: null },
  service_tier: "default",
  store: true,
  temperature: 1,
  text: { format: { type: "text" }, verbosity: "medium" },
  tool_choice: "auto",
  tools: [],
  top_p: 1,
  truncation: "disabled",
  usage: null,
  user: null,
  metadata: {},
};
const text = (said: string): object => ({ type: "output_text", annotations: [], logprobs: [], text: said });
const item = (content: readonly object[], status = "completed"): object => ({
  id: "msg_1",
  type: "message",
  status,
  content,
  role: "assistant",
});
const completed = (output: readonly object[], more: object = { usage }): object => ({
  ...begun,
  status: "completed",
  output,
  ...more,
});
const cut = (output: readonly object[], reason: string): object =>
  completed(output, { status: "incomplete", incomplete_details: { reason }, usage });
const failed = {
  ...begun,
  status: "failed",
  error: { code: "server_error", message: "The server had an error while processing your request." },
};

const answer = "one two three four five six";
const sorry = ["I'm", " sorry,", " but", " I", " can't", " help", " with", " that."];
const refused = { type: "refusal", refusal: sorry.join("") };

let sequence_number = 0;
const event = (type: string, more: object): string =>
  named(type, { type, sequence_number: sequence_number++, ...more });
const place = { item_id: "msg_1", output_index: 0, content_index: 0 };
const opening = (): string[] => {
  sequence_number = 0;
  return [event("response.created", { response: begun }), event("response.in_progress", { response: begun })];
};

/** One message with one part. */
function told(
  part: object,
  words: readonly string[],
  kind: string,
  field: string,
  end: [string, object],
  status = "completed",
): Stream {
  const added = [
    ...opening(),
    event("response.output_item.added", { output_index: 0, item: item([], "in_progress") }),
    event("response.content_part.added", { ...place, part: { ...part, [field]: "" } }),
  ];
  const content = words.map((delta) =>
    event(`response.${kind}.delta`, { ...place, delta, logprobs: [], obfuscation: "x7Gd" }),
  );
  const closing = [
    event(`response.${kind}.done`, { ...place, [field]: words.join(""), logprobs: [] }),
    event("response.content_part.done", { ...place, part }),
    event("response.output_item.done", { output_index: 0, item: item([part], status) }),
    event(end[0], { response: end[1] }),
  ];
  return { opening: added, content, closing };
}
const words = ["one", " two", " three", " four", " five", " six"];
const spoken = (more?: object): Stream =>
  told(text(answer), words, "output_text", "text", ["response.completed", completed([item([text(answer)])], more)]);
const silent = (type: string, response: object): Stream => ({
  opening: opening(),
  content: [],
  closing: [event(type, { response })],
});

const called = ({ name, text, limited }: WrittenCall, status = limited ? "incomplete" : "completed"): object => ({
  id: "fc_1",
  type: "function_call",
  status,
  arguments: text,
  call_id: "call_1",
  name,
});
const ended = (call: WrittenCall): object =>
  call.limited ? cut([called(call)], "max_output_tokens") : completed([called(call)]);
const callPlace = { item_id: "fc_1", output_index: 0 };
const calls: CallForms = {
  whole: (call) => JSON.stringify(ended(call)),
  stream: (call) => ({
    opening: [
      ...opening(),
      event("response.output_item.added", { output_index: 0, item: called({ ...call, text: "" }, "in_progress") }),
    ],
    content: fragments(call.text).map((part) =>
      event("response.function_call_arguments.delta", { ...callPlace, delta: part, obfuscation: "x7Gd" }),
    ),
    closing: [
      event("response.function_call_arguments.done", { ...callPlace, name: call.name, arguments: call.text }),
      event("response.output_item.done", { output_index: 0, item: called(call) }),
      event(call.limited ? "response.incomplete" : "response.completed", { response: ended(call) }),
    ],
  }),
};

export const responses: Endpoint = {
  calls,
  whole: {
    healthy: JSON.stringify(completed([item([text(answer)])])),
    "hollow:no-answer": JSON.stringify(completed([])),
    "hollow:error-in-200": errorIn200,
    "hollow:failed": JSON.stringify(failed),
    "usage-missing": JSON.stringify({ ...completed([item([text(answer)])]), usage: undefined }),
    refusal: JSON.stringify(completed([item([refused])])),
    length: JSON.stringify(cut([item([text("one two th")], "incomplete")], "max_output_tokens")),
    "content-filter": JSON.stringify(cut([], "content_filter")),
    "empty-completion": JSON.stringify(completed([item([text("")])])),
  },
  streams: {
    healthy: spoken(),
    "hollow:no-answer": silent("response.completed", completed([])),
    "hollow:failed": silent("response.failed", failed),
    "usage-missing": spoken({ usage: undefined }),
    refusal: told(refused, sorry, "refusal", "refusal", ["response.completed", completed([item([refused])])]),
    length: told(
      text("one two th"),
      ["one", " two", " th"],
      "output_text",
      "text",
      ["response.incomplete", cut([item([text("one two th")], "incomplete")], "max_output_tokens")],
      "incomplete",
    ),
    "content-filter": silent("response.incomplete", cut([], "content_filter")),
    "empty-completion": told(text(""), [], "output_text", "text", [
      "response.completed",
      completed([item([text("")])]),
    ]),
  },
  // Nested, as it is reported from the service; the specification has it flat.
  inStream: Object.fromEntries(
    Object.entries(openaiErrors).map(([kind, error]) => [
      kind,
      named("error", { type: "error", sequence_number: 6, error }),
    ]),
  ),
  keepAlive: ": keep-alive\n\n",
  emptyDelta: named("response.output_text.delta", {
    type: "response.output_text.delta",
    sequence_number: 6,
    ...place,
    delta: "",
    logprobs: [],
  }),
};
