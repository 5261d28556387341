import { z } from "zod";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { accept } from "./complaints.ts";
import { failureReply, ollamaFailures } from "./failures.ts";
import { hollowOf } from "./hollow.ts";

const operation = "embed";

const body = z.looseObject({
  model: z.string().nullish(),
  input: z.union([z.string(), z.array(z.string())]).nullish(),
  prompt: z.string().nullish(),
  dimensions: z.int().nullish(),
});
const answer = z.union([
  z.looseObject({ embeddings: z.array(z.array(z.number())), prompt_eval_count: z.number().nullish() }),
  z
    .looseObject({ embedding: z.array(z.number()) })
    .transform(({ embedding }) => ({ embeddings: [embedding], prompt_eval_count: undefined })),
]);

/** `/api/embeddings` is the older endpoint: one prompt, one vector. */
const endpointOf = (request: WireRequest): "embed" | "embeddings" | undefined => {
  const path = request.method === "POST" ? (URL.parse(request.url)?.pathname ?? "") : "";
  const [, name] = /\/api\/(embed|embeddings)\/*$/.exec(path) ?? [];
  return name === "embed" || name === "embeddings" ? name : undefined;
};

export const ollamaEmbeddings: Protocol = {
  name: "ollama-embeddings",
  provider: "ollama",
  summary: "Ollama embed, and its older embeddings.",
  boundary: "embedding",
  failures: ollamaFailures,
  announcesWait: false,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request) => (endpointOf(request) ? operation : undefined),
  decodeCall(request) {
    const endpoint = endpointOf(request);
    if (!endpoint) throw new BadRequest("404 page not found", "not-found");
    const { model, input, prompt, dimensions } = accept(body, parseJson(request.body), "EmbedRequest");
    if (!model) throw new BadRequest("model is required");
    const given = (endpoint === "embed" ? input : prompt) ?? "";
    const inputs = typeof given === "string" ? [given] : given;
    const wanted = { model, inputs, dimensions: dimensions ?? 768 };
    return { operation, payload: { kind: "embedding", request: wanted }, stream: false, echo: endpoint };
  },
  encodeReply(call, reply) {
    if (reply.kind === "failure") return failureReply(reply.failure, call);
    if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    const { inputs, model } = call.payload.request;
    const { vectors, inputTokens = Math.ceil(inputs.join("").length / 4) } = reply.payload.result;
    const value =
      call.echo === "embeddings"
        ? { embedding: vectors[0] ?? [] }
        : {
            model,
            embeddings: vectors,
            total_duration: 14_143_917,
            load_duration: 1_019_500,
            prompt_eval_count: inputTokens,
          };
    return jsonReply(200, { "content-type": "application/json; charset=utf-8" }, value);
  },
  decodeReply(_call, { status, bytes }) {
    const parsed = status >= 200 && status <= 299 ? answer.safeParse(parseJson(bytes)).data : undefined;
    if (!parsed) return undefined;
    const { embeddings: vectors, prompt_eval_count: counted } = parsed;
    return {
      kind: "embedding",
      result: { vectors, ...(typeof counted === "number" ? { inputTokens: counted } : {}) },
    };
  },
  hollow: hollowOf(["error-in-200"]),
};
