import { join } from "node:path";
import OpenAI from "openai";
import type { Driver, DriverContext } from "../driver.ts";
import { expecting, once, type Table, without } from "./expect.ts";
import { openaiClient, raising } from "./openai-failures.ts";
import { beforeAnswer, measured } from "./stainless.ts";

const common = { package: "openai", transport: "h1", mode: "whole" } as const;
const url = "https://api.openai.com/v1";
const clientOf = ({ baseUrl, timeout }: DriverContext): OpenAI =>
  new OpenAI({ apiKey: "sk-brownout", baseURL: baseUrl, ...(timeout === undefined ? {} : { timeout }) });

const before: Table = {
  ...beforeAnswer(openaiClient),
  "invalid-json": once({ raises: "SyntaxError" }, measured),
  "empty-body": once({ raises: "TypeError" }, measured),
  "body cut:reset": once({ raises: "TypeError", message: "terminated" }, measured),
};

/** The client asks for base64 and makes numbers of it: a body without `data` is an error of its own. */
const embeddings: Table = {
  ...without(before, "failure:model-timeout", "failure:content-filtered"),
  "failure:context-overflow": once(
    { raises: raising("BadRequestError"), status: 400, type: "invalid_request_error" },
    measured,
  ),
  healthy: once({ said: "1 vector of 1536" }, measured),
  "hollow:no-answer": once({ said: "0 vectors" }, measured),
  "hollow:error-in-200": once({ raises: "TypeError" }, measured),
  "empty-object": once({ raises: "TypeError" }, measured),
  "html-200": once({ raises: "TypeError" }, measured),
};

const moderation: Table = {
  ...without(
    before,
    "failure:quota-exhausted",
    "failure:model-timeout",
    "failure:context-overflow",
    "failure:content-filtered",
  ),
  "failure:guardrail-intervened": once({ said: "flagged: true" }, measured),
  healthy: once({ said: "flagged: false" }, measured),
  "hollow:no-answer": once({ said: "flagged: undefined" }, measured),
  "hollow:error-in-200": once({ said: "flagged: undefined" }, measured),
  "empty-object": once({ said: "flagged: undefined" }, measured),
  "html-200": once({ said: "flagged: undefined" }, measured),
};

export const openaiServiceDrivers: readonly Driver[] = [
  expecting(
    {
      ...common,
      id: "openai embeddings",
      protocol: "openai-embeddings",
      dependency: { boundary: "embedding", url },
      async call(context) {
        const { data } = await clientOf(context).embeddings.create(
          { model: "text-embedding-3-small", input: "hello" },
          { signal: context.signal },
        );
        const [first] = data;
        context.say(first ? `${data.length} vector of ${first.embedding.length}` : "0 vectors");
      },
    },
    embeddings,
  ),
  expecting(
    {
      ...common,
      id: "openai moderation",
      protocol: "openai-moderation",
      dependency: { boundary: "guardrail", url },
      mocks: join(import.meta.dirname, "../mocks/moderation.ts"),
      async call(context) {
        const { results } = await clientOf(context).moderations.create({ input: "hello" }, { signal: context.signal });
        context.say(`flagged: ${results?.[0]?.flagged}`);
      },
    },
    moderation,
  ),
];
