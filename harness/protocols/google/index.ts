import type { Protocol } from "../../domain/protocol.ts";
import { geminiForms, vertexForms } from "./failure-forms.ts";
import { generateContent } from "./model.ts";
import { geminiApi, vertexAi } from "./service.ts";

export { geminiEmbeddings } from "./embeddings/index.ts";

/** `RetryInfo` in the body is an announced wait, though there is never a `retry-after`. */
export const gemini: Protocol = generateContent(geminiApi, geminiForms, {
  name: "gemini",
  provider: "gcp.gemini",
  home: { host: /^generativelanguage\.googleapis\.com$/, env: "GOOGLE_GEMINI_BASE_URL" },
  summary: "Google Gemini generateContent and streamGenerateContent, as events or as a JSON array.",
});

export const vertex: Protocol = generateContent(vertexAi, vertexForms, {
  name: "vertex",
  provider: "gcp.vertex_ai",
  summary: "Google Vertex AI generateContent and streamGenerateContent of publisher models and endpoints.",
  announcesWait: false,
});
