import { answering } from "./answers.ts";
import { anthropic } from "./anthropic.ts";
import { azure } from "./azure.ts";
import { bedrock } from "./bedrock.ts";
import { chat } from "./openai-chat.ts";
import { openaiFailures, openaiSecond } from "./openai-failures.ts";
import { responses } from "./openai-responses.ts";
import { embeddings, inputTooLong, moderations } from "./openai-services.ts";
import type { Endpoint, Provider } from "./provider.ts";

const platform = (endpoints: Readonly<Record<string, Endpoint>>): Provider => ({
  failures: openaiFailures,
  oneSecond: openaiSecond,
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
  "azure-openai": azure,
  anthropic,
  bedrock,
  ...answering,
};
