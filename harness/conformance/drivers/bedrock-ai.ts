import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { generateText, type LanguageModel, streamText } from "ai";
import type { Driver, DriverContext, Source } from "../driver.ts";
import { beforeAi } from "./ai-sdk-tables.ts";
import { expecting, once, prefixed, type Table, without } from "./expect.ts";
import { half, shortened, swapped, twice } from "./rows.ts";
import { measured } from "./stainless.ts";

const streaming: Source = "read: @ai-sdk/amazon-bedrock/dist/index.js, createAmazonBedrockEventStreamDecoder";
// It brings a copy of the provider package of its own, in which the base class has another name.
const call = "APICallError‹_AISDKError";
const refused = (status: number) => once({ raises: call, name: "AI_APICallError", status }, measured);
const retried = beforeAi["failure:throttled"] ?? refused(429);

/** By status alone: the time-out of a model (408) and a model that is not ready (429) are tried again, a failed model (424) is not. */
const before: Table = {
  ...without(beforeAi, "failure:content-filtered", "throttled with a wait", "stale-response-id"),
  "failure:region-down": retried,
  "failure:model-not-ready": retried,
  "failure:model-error": refused(424),
  "failure:credentials-expired": refused(403),
  "failure:access-denied": refused(403),
  "failure:not-found": refused(404),
  "failure:context-overflow": refused(400),
  "failure:invalid-request": refused(400),
};
const unread = once({ raises: call, name: "AI_APICallError", status: 200 }, measured);
const quiet = (source: Source): Table => ({
  healthy: once({ said: "answer" }, source),
  length: once({ said: shortened }, source),
  "content-filter": once({}, source),
  guardrail: once({}, source),
  "empty-completion": once({}, source),
});
const whole: Table = {
  ...before,
  ...quiet(measured),
  hang: once({ raises: "DOMException", name: "TimeoutError" }, measured),
  "hollow:no-answer": { ...unread, source: "read: @ai-sdk/amazon-bedrock/dist/index.js" },
  "hollow:error-in-200": unread,
  "invalid-json": unread,
  "empty-body": unread,
  "empty-object": unread,
  "html-200": unread,
  "body cut:reset": retried,
  // Counts are required members of its schema.
  "usage-missing": unread,
};
const stalled = once({ raises: "DOMException", name: "AbortError", said: half }, streaming);
const unparsed = once({ raises: "JSONParseError‹_AISDKError", cause: "SyntaxError", said: half }, streaming);
/** A decoder that fails drops what it had of the same bytes. */
const byChunks = { notTried: "what was said by then depends on how the network cut the bytes" } as const;
const incomplete = { raises: "Error", message: "Incomplete Amazon Bedrock event-stream frame" };
const stream: Table = {
  ...before,
  ...quiet(streaming),
  hang: once({ raises: "DOMException", name: "AbortError" }, measured),
  ...prefixed(
    "in-stream",
    Object.fromEntries(
      Object.entries({
        throttled: 429,
        "server-error": 500,
        unavailable: 503,
        "model-error": 424,
        "model-timeout": 424,
        "invalid-request": 400,
      }).map(([kind, status]) => [
        kind,
        once({ raises: "StreamProviderError‹AISDKError", said: half, status }, streaming),
      ]),
    ),
  ),
  "hollow:no-answer": once({}, streaming),
  "hollow:error-in-200": once({ raises: "StreamProviderError‹AISDKError", status: 500 }, streaming),
  "cut:end": once({ said: half }, streaming),
  "cut:reset": once({ raises: "TypeError", message: "terminated", cause: "ECONNRESET", said: half }, streaming),
  "stall:silence": stalled,
  "stall:empty-deltas": stalled,
  trickle: once({ said: "answer" }, streaming),
  "trickle:endless": stalled,
  "garbage:truncated": unparsed,
  "garbage:noise": unparsed,
  "garbage:checksum": byChunks,
  "garbage:partial-frame": byChunks,
  "invalid-json": byChunks,
  "empty-body": once({}, measured),
  "empty-object": once(incomplete, measured),
  "html-200": once(incomplete, measured),
  "duplicated-event": once({ said: twice }, streaming),
  "reordered-events": once({ said: swapped }, streaming),
  "missing-final-event": once({ said: "answer" }, streaming),
  "usage-missing": once({ said: "answer" }, streaming),
};

const modelOf = ({ baseUrl }: DriverContext): LanguageModel =>
  createAmazonBedrock({
    region: "us-east-1",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    baseURL: baseUrl,
  })("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
const limitOf = ({ timeout }: DriverContext): { timeout?: number } => (timeout === undefined ? {} : { timeout });

async function generate(context: DriverContext): Promise<void> {
  const model = modelOf(context);
  const { text } = await generateText({ model, prompt: "hello", abortSignal: context.signal, ...limitOf(context) });
  context.say(text);
}

/** Errors are parts of the stream; an agent that cares throws what it finds there. */
async function streamed(context: DriverContext): Promise<void> {
  const { fullStream } = streamText({
    model: modelOf(context),
    prompt: "hello",
    abortSignal: context.signal,
    onError: () => undefined,
    ...limitOf(context),
  });
  for await (const part of fullStream) {
    if (part.type === "text-delta") context.say(part.text);
    if (part.type === "error") throw part.error;
    if (part.type === "abort") throw new DOMException("The stream was aborted.", "AbortError");
  }
}

/** It speaks the wire itself, over fetch, without the official client. */
const common = {
  package: "@ai-sdk/amazon-bedrock",
  protocol: "bedrock",
  transport: "h1",
  dependency: { boundary: "model", url: "https://bedrock-runtime.us-east-1.amazonaws.com" },
} as const;

export const bedrockAiDrivers: readonly Driver[] = [
  expecting({ ...common, id: "ai generateText, bedrock", mode: "whole", call: generate }, whole),
  expecting({ ...common, id: "ai streamText, bedrock", mode: "stream", call: streamed }, stream),
];
