import type { Expected } from "../driver.ts";
import { anthropicClient, streamedMessages, wholeMessages } from "./anthropic-tables.ts";
import { again, type Outcome, once, prefixed, type Table } from "./expect.ts";
import { streamedAnswers, wholeAnswers } from "./openai-answers.ts";
import { openaiClient } from "./openai-failures.ts";
import { measured, type Stainless } from "./stainless.ts";

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

const before = ({ base, failures, retries }: Stainless): Table => {
  const rows = Object.entries(failures).map(([kind, outcome]): [string, Expected] => [
    kind,
    retries.has(kind) && outcome.status !== 429 ? again(outcome, backoff, measured) : once(outcome, measured),
  ]);
  const connection = `APIConnectionError‹${base}`;
  const { throttled } = failures;
  const lost = (outcome: Outcome): Expected => again(outcome, backoff, measured);
  return {
    ...prefixed("failure", Object.fromEntries(rows)),
    ...(throttled ? { "throttled with a wait": lost(throttled) } : {}),
    reset: lost({ raises: connection }),
    refused: lost({ raises: connection }),
    dns: lost({ raises: connection }),
    // Given up from outside in the third attempt, long before the client would.
    hang: again({ hangs: true }, given, measured),
    "failure:context-overflow": once({ raises: "ContextOverflowError‹LangChainError‹LangChainError" }, measured),
    "invalid-json": lost({ raises: "SyntaxError" }),
  };
};

const blind = once({ raises: "TypeError", message: "Cannot read properties" }, measured);
const cut: Table = {
  "body cut:reset": again({ raises: "TypeError", cause: "ECONNRESET", message: "terminated" }, backoff, measured),
};

export const openaiWhole: Table = {
  ...wholeAnswers,
  ...before(openaiClient),
  ...cut,
  "hollow:no-answer": blind,
  "hollow:error-in-200": blind,
  "hollow:failed": blind,
  "empty-object": blind,
  "html-200": blind,
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

export const anthropicWhole: Table = {
  ...wholeMessages,
  ...before(nested),
  ...cut,
  "hollow:error-in-200": blind,
  "empty-object": blind,
  "html-200": blind,
};
export const anthropicStream: Table = {
  ...before(nested),
  ...streamedMessages,
  "usage-missing": blind,
};
