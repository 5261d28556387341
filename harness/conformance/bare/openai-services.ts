import { errorIn200, refused } from "./openai-failures.ts";
import type { Endpoint } from "./provider.ts";

/** 1536 times 0.25 as little-endian 32-bit floats. */
const vector = Buffer.from("0000803e".repeat(1536), "hex").toString("base64");
const usage = { prompt_tokens: 1, total_tokens: 1 };

/** Embeddings as the client asks for them by default, in base64. */
export const embeddings: Endpoint = {
  whole: {
    healthy: JSON.stringify({
      object: "list",
      data: [{ object: "embedding", index: 0, embedding: vector }],
      model: "text-embedding-3-small",
      usage,
    }),
    "hollow:no-answer": JSON.stringify({ object: "list", data: [], model: "text-embedding-3-small", usage }),
    "hollow:error-in-200": errorIn200,
  },
};

/** Embeddings have a message of their own for this, without a code. */
export const inputTooLong = refused(400, {
  message: "This model's maximum context length is 8192 tokens, however you requested 9215 tokens.",
  type: "invalid_request_error",
  param: null,
  code: null,
});

const passed = {
  flagged: false,
  categories: { harassment: false, violence: false },
  category_scores: { harassment: 0.0001, violence: 0.0002 },
  category_applied_input_types: { harassment: ["text"], violence: ["text"] },
};

export const moderations: Endpoint = {
  whole: {
    healthy: JSON.stringify({ id: "modr-1", model: "omni-moderation-latest", results: [passed] }),
    "failure:guardrail-intervened": JSON.stringify({
      id: "modr-1",
      model: "omni-moderation-latest",
      results: [{ ...passed, flagged: true }],
    }),
    "hollow:no-answer": JSON.stringify({ id: "modr-1", model: "omni-moderation-latest", results: [] }),
    "hollow:error-in-200": errorIn200,
  },
};
