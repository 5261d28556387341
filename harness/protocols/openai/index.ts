export { azureOpenai } from "./azure/index.ts";
export { openaiEmbeddings } from "./embeddings/index.ts";
export { litellm } from "./litellm/index.ts";
export { openaiModeration } from "./moderation/index.ts";
export { openai } from "./platform/index.ts";
export { vllm } from "./vllm/index.ts";
