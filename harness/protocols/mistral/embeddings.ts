import { z } from "zod";
import type { EmbeddingAnswer } from "../../domain/call.ts";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { accept } from "./complaints.ts";
import { freshId } from "./completion.ts";
import { failureReply, mistralFailures } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";

const operation = "embed";
/** `codestral-embed` can be cut to fewer; the others have no choice. */
const usualDimensions = (model: string): number => (model.startsWith("codestral") ? 1536 : 1024);

const body = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string())]),
  output_dimension: z.int().nullish(),
});
const answer = z.looseObject({
  data: z.array(z.looseObject({ embedding: z.array(z.number()), index: z.number() })),
  usage: z.looseObject({ prompt_tokens: z.number() }).nullish(),
});

const isEmbeddings = (request: WireRequest, url: string): boolean => {
  const below = pathBelow(request, { url });
  return (
    request.method === "POST" && (below.endsWith("/embeddings") || (below === "/" && /\/embeddings\/*$/.test(url)))
  );
};

export const mistralEmbeddings: Protocol = {
  name: "mistral-embeddings",
  provider: "mistral_ai",
  summary: "Mistral embeddings.",
  boundary: "embedding",
  failures: mistralFailures,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request, { url }) => (isEmbeddings(request, url) ? operation : undefined),
  decodeCall(request, { url }) {
    if (!isEmbeddings(request, url)) throw new BadRequest("no Route matched with those values", "not-found");
    const { model, input, output_dimension: asked } = accept(body, parseJson(request.body));
    const inputs = typeof input === "string" ? [input] : input;
    const wanted = { model, inputs, dimensions: asked ?? usualDimensions(model) };
    return { operation, payload: { kind: "embedding", request: wanted }, stream: false };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    const { inputs, model } = call.payload.request;
    const { vectors, inputTokens = Math.ceil(inputs.join("").length / 4) } = reply.payload.result;
    return jsonReply(
      200,
      { "content-type": "application/json", ...serviceHeaders(context) },
      {
        id: freshId(context),
        object: "list",
        data: vectors.map((embedding, index) => ({ object: "embedding", embedding, index })),
        model,
        usage: { prompt_tokens: inputTokens, total_tokens: inputTokens, completion_tokens: 0 },
      },
    );
  },
  decodeReply(_call, { status, bytes }) {
    const parsed = status >= 200 && status <= 299 ? answer.safeParse(parseJson(bytes)).data : undefined;
    if (!parsed) return undefined;
    const result: EmbeddingAnswer = {
      vectors: parsed.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding),
      ...(parsed.usage ? { inputTokens: parsed.usage.prompt_tokens } : {}),
    };
    return { kind: "embedding", result };
  },
  hollow: hollowOf(["error-in-200"]),
};
