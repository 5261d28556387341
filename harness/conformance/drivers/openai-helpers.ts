import { accumulated, once, type Table } from "./expect.ts";
import { azureStreamed, streamedAnswers } from "./openai-answers.ts";
import { measured } from "./stainless.ts";

const base = "OpenAIError";

const noChunks = once({ raises: base, message: "request ended without sending any chunks" }, measured);

/** `chat.completions.stream().finalChatCompletion()`: notices that an answer has no end. */
export const chatHelper: Table = {
  ...accumulated(streamedAnswers, base),
  "cut:end": once({ raises: base, message: "missing finish_reason for choice 0" }, measured),
  "hollow:no-answer": once({ raises: base, message: "without producing a ChatCompletionMessage" }, measured),
  "hollow:error-in-200": noChunks,
  "hollow:failed": noChunks,
  "empty-body": noChunks,
  "empty-object": noChunks,
  "html-200": noChunks,
};

const noEvents = once({ raises: base, message: "request ended without sending any events" }, measured);

/** `responses.stream().finalResponse()`: takes a response that failed, or that never ended, for an answer. */
const responsesOver = (streamed: Table): Table => ({
  ...accumulated(streamed, base),
  "cut:end": once({ said: "one two" }, measured),
  "hollow:error-in-200": noEvents,
  "empty-body": noEvents,
  "empty-object": noEvents,
  "html-200": noEvents,
  // The terminal event holds the whole answer again.
  "duplicated-event": once({ said: "answer" }, measured),
  "reordered-events": once({ said: "answer" }, measured),
});
export const responsesHelper = responsesOver(streamedAnswers);
export const azureResponsesHelper = responsesOver(azureStreamed);
