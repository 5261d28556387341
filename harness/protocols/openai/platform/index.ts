import type { Dialect } from "../dialect.ts";
import { placeAmong, standardEndpoints } from "../endpoint-list.ts";
import { modelProtocol } from "../model-protocol.ts";
import { platformForms, platformInStream } from "./failures.ts";
import { announced, quotaHeaders, serviceHeaders, throttleHeaders, windowHeaders } from "./headers.ts";

/** The provider's own platform. */
export const platform: Dialect = {
  endpoints: standardEndpoints,
  forms: platformForms,
  inStream: platformInStream,
  edge: "cloudflare",
  place: placeAmong(standardEndpoints),
  answerHeaders: (usage, context) => ({ ...serviceHeaders(context), ...quotaHeaders(usage, context.quota) }),
  quotaHeaders: windowHeaders,
  failureHeaders: (failure, context) => ({
    ...serviceHeaders(context),
    ...(failure.kind === "throttled" ? throttleHeaders(failure) : announced(failure)),
  }),
  announced,
};

/**
 * Chat Completions and Responses under one name: a client picks the endpoint, the system map does not have to know.
 * Operations are `chat` and `responses`, because everything but the request needs to know which one it was.
 */
export const openai = modelProtocol({
  name: "openai",
  home: { host: /^api\.openai\.com$/, path: "/v1", env: "OPENAI_BASE_URL" },
  summary: "OpenAI Chat Completions and Responses, JSON and SSE, and servers that speak like them.",
  dialect: platform,
  // Prompt caching guide: automatic from 1,024 tokens on, in steps of 128; entries live 5 to 10 minutes after their last use; up to 80 % sooner.
  caching: { mode: "automatic", minTokens: 1024, stepTokens: 128, ttlMs: 300_000, saves: 0.8 },
  // Rate limits guide: a call counts with the larger of max_tokens and the tokens estimated from its characters.
  quota: { reserves: "larger", countsCacheReads: true },
});
