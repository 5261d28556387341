import type { Expected, Source } from "../driver.ts";
import { anthropicClient, streamedMessages, wholeMessages } from "./anthropic-tables.ts";
import { again, type Outcome, once, oneCall, prefixed, type Table } from "./expect.ts";
import { streamedAnswers, wholeAnswers } from "./openai-answers.ts";
import { openaiClient } from "./openai-failures.ts";
import type { Stainless } from "./stainless.ts";

const caller: Source = "read: @langchain/core/dist/utils/async_caller.js";
/** 1 s doubled each time, times 1 to 2, six times: up to two minutes in all. */
const backoff = [
  [1000, 2010],
  [2000, 4010],
  [4000, 8010],
  [8000, 16_010],
  [16_000, 32_010],
  [32_000, 64_010],
] as const;

/** With the 800 ms in which no headers came. */
const given = [
  [1800, 2810],
  [2800, 4810],
] as const;
const overflowing: Source = "read: @langchain/core/dist/errors/index.js";

const before = ({ base, failures, retries }: Stainless): Table => {
  const rows = Object.entries(failures).map(([kind, outcome]): [string, Expected] => [
    kind,
    retries.has(kind) && outcome.status !== 429 ? again(outcome, backoff, caller) : once(outcome, caller),
  ]);
  const connection = `APIConnectionError‹${base}`;
  const { throttled } = failures;
  const lost = (outcome: Outcome): Expected => again(outcome, backoff, caller);
  return {
    ...prefixed("failure", Object.fromEntries(rows)),
    ...(throttled ? { "throttled with a wait": lost(throttled) } : {}),
    reset: lost({ raises: connection }),
    refused: lost({ raises: connection }),
    dns: lost({ raises: connection }),
    // Given up from outside in the third attempt, long before the client would.
    hang: again({ hangs: true }, given, caller),
    "failure:context-overflow": once({ raises: "ContextOverflowError‹LangChainError‹LangChainError" }, overflowing),
    "invalid-json": lost({ raises: "SyntaxError" }),
    "body cut:reset": lost({ raises: "TypeError", cause: "ECONNRESET", message: "terminated" }),
    "stale-response-id": oneCall,
  };
};

const blind = (source: Source): Expected => once({ raises: "TypeError", message: "Cannot read properties" }, source);
const completing = blind("read: @langchain/openai/dist/chat_models/completions.js");

export const openaiWhole: Table = {
  ...wholeAnswers,
  ...before(openaiClient),
  "hollow:no-answer": completing,
  "hollow:error-in-200": completing,
  "hollow:failed": completing,
  "empty-object": completing,
  "html-200": completing,
};
/** A stream that has begun is not tried again. */
export const openaiStream: Table = {
  ...before(openaiClient),
  ...streamedAnswers,
};

/** The release of the client that is nested in it has fewer classes. */
const nested: Stainless = {
  ...anthropicClient,
  failures: Object.fromEntries(
    Object.entries(anthropicClient.failures).map(([kind, outcome]) => [
      kind,
      { ...outcome, raises: outcome.raises.replace(/^\w+‹(?=InternalServerError|RateLimitError)/, "") },
    ]),
  ),
};
const reading = blind("read: @langchain/anthropic/dist/utils/message_outputs.js");

export const anthropicWhole: Table = {
  ...wholeMessages,
  ...before(nested),
  "hollow:error-in-200": reading,
  "empty-object": reading,
  "html-200": reading,
};
export const anthropicStream: Table = {
  ...before(nested),
  ...streamedMessages,
  "usage-missing": reading,
};
