import { z } from "zod";
import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import { countedRetries } from "../../shared/client-attempt.ts";
import { jsonReply, parseJson } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import { noOptions } from "../../shared/options.ts";
import { fixed } from "../dialect.ts";
import { platformForms } from "../platform/failures.ts";
import { platform } from "../platform/index.ts";
import { isAt, serviceOf } from "../service.ts";
import { decodeEmbeddings, type VectorFormat } from "./request.ts";
import { readVector, writeVector } from "./vectors.ts";

const path = "/embeddings";
const operation = "embed";

const { "content-filtered": _, "model-timeout": __, ...forms } = platformForms;
const service = serviceOf(
  {
    ...forms,
    "context-overflow": fixed(
      400,
      "invalid_request_error",
      null,
      "This model's maximum context length is 8192 tokens, however you requested 9215 tokens (9215 in your prompt; 0 for the completion). Please reduce your prompt; or completion length.",
    ),
  },
  () => ({ object: "list", data: [], model: "text-embedding-3-small", usage: { prompt_tokens: 0, total_tokens: 0 } }),
);

const list = z.looseObject({
  data: z.array(z.looseObject({ index: z.number().optional(), embedding: z.union([z.string(), z.array(z.number())]) })),
  usage: z.looseObject({ prompt_tokens: z.number() }).nullish(),
});

/** Embeddings, as numbers or as base64. Deployments' paths end the same. */
export const openaiEmbeddings: Protocol = {
  name: "openai-embeddings",
  provider: "openai",
  summary: "OpenAI embeddings, as numbers or base64, and servers that speak like them.",
  boundary: "embedding",
  failures: service.failures,
  hollow: service.hollow,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request, binding) => (isAt(path, request, binding) ? operation : undefined),
  clientAttempt: countedRetries,
  decodeCall(request, binding) {
    if (!isAt(path, request, binding)) throw new BadRequest("Invalid URL");
    const { request: asked, format } = decodeEmbeddings(parseJson(request.body));
    return { operation, payload: { kind: "embedding", request: asked }, stream: false, echo: format };
  },
  encodeReply(call, reply, binding, context) {
    if (reply.kind === "failure") return service.failure(reply.failure, call, context, binding);
    if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    const { vectors, inputTokens } = reply.payload.result;
    const { model, inputs } = call.payload.request;
    const prompt_tokens = inputTokens ?? Math.ceil(inputs.join("").length / 4);
    const format = (call.echo ?? "float") as VectorFormat;
    const data = vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: writeVector(vector, format),
    }));
    const headers = platform.answerHeaders({ inputTokens: prompt_tokens, outputTokens: 0 }, context);
    return jsonReply(
      200,
      { "content-type": "application/json", ...headers },
      { object: "list", data, model, usage: { prompt_tokens, total_tokens: prompt_tokens } },
    );
  },
  decodeReply(_call, { status, bytes }) {
    const parsed = status === 200 ? list.safeParse(parseJson(bytes)) : undefined;
    if (!parsed?.success || parsed.data.data.length === 0) return undefined;
    const { data, usage } = parsed.data;
    const inOrder = data.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
    const vectors = inOrder.map(({ embedding }) => readVector(embedding));
    return { kind: "embedding", result: { vectors, ...(usage ? { inputTokens: usage.prompt_tokens } : {}) } };
  },
};
