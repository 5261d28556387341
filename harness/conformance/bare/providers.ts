import { answering } from "./answers.ts";
import { anthropic } from "./anthropic.ts";
import { azure } from "./azure.ts";
import { bedrock } from "./bedrock.ts";
import { chat } from "./openai-chat.ts";
import { openaiFailures, openaiSecond } from "./openai-failures.ts";
import { responses } from "./openai-responses.ts";
import { embeddings, inputTooLong, moderations } from "./openai-services.ts";
import type { Account, Endpoint, Provider } from "./provider.ts";
import { vertexPartner } from "./vertex-partner.ts";

const limits = (remaining: string, limit: string) => ({
  "x-ratelimit-limit-requests": limit,
  "x-ratelimit-remaining-requests": remaining,
});
/** Prompts are cached by themselves, in steps of 128 tokens. */
const accountOf = (remaining: string, limit: string): Account => ({
  model: "gpt-5",
  headers: limits(remaining, limit),
  spent: limits("0", "1"),
  cold: [],
  warm: [['"cached_tokens":0', '"cached_tokens":4992']],
});

const platform = (endpoints: Readonly<Record<string, Endpoint>>): Provider => ({
  failures: openaiFailures,
  oneSecond: openaiSecond,
  account: accountOf("9999", "10000"),
  endpoints,
});

/** Providers whose bytes are written down, by the protocol that speaks like them. */
export const providers: Readonly<Record<string, Provider>> = {
  openai: platform({ "/chat/completions": chat, "/responses": responses }),
  "openai-embeddings": {
    ...platform({ "/embeddings": embeddings }),
    failures: { ...openaiFailures, "context-overflow": inputTooLong },
  },
  "openai-moderation": platform({ "/moderations": moderations }),
  "azure-openai": { ...azure, account: accountOf("79", "80") },
  anthropic,
  bedrock,
  "vertex-partner": vertexPartner,
  ...answering,
};
