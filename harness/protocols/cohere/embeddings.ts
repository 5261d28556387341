import { z } from "zod";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { accept } from "./complaints.ts";
import { cohereFailures, failureReply } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { uuidOf } from "./response.ts";

const operation = "embed";
const kinds = cohereFailures.filter((kind): kind is FailureKind => kind !== "content-filtered");

const input = z.looseObject({ content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) });
const body = z.looseObject({
  model: z.string(),
  input_type: z.string(),
  texts: z.array(z.string()).nullish(),
  inputs: z.array(input).nullish(),
  output_dimension: z.int().nullish(),
});
const answer = z.looseObject({
  embeddings: z.looseObject({ float: z.array(z.array(z.number())) }),
  meta: z.looseObject({ billed_units: z.looseObject({ input_tokens: z.number().nullish() }).nullish() }).nullish(),
});

/** `embed-v4` can be cut to fewer; of the older ones the light models have 384. */
const usualDimensions = (model: string): number => (model.includes("light") ? 384 : model.includes("v3") ? 1024 : 1536);

const isEmbed = (request: WireRequest): boolean =>
  request.method === "POST" && /\/v2\/embed\/*$/.test(URL.parse(request.url)?.pathname ?? "");

export const cohereEmbeddings: Protocol = {
  name: "cohere-embeddings",
  summary: "Cohere embed (API version 2), as floats.",
  boundary: "embedding",
  failures: kinds,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request) => (isEmbed(request) ? operation : undefined),
  decodeCall(request) {
    if (!isEmbed(request)) throw new BadRequest("404 page not found", "not-found");
    const { model, texts, inputs, output_dimension: asked } = accept(body, parseJson(request.body));
    const given =
      texts ?? inputs?.map(({ content }) => content.map(({ text, type }) => text ?? `[${type}]`).join("\n"));
    if (!given) throw new BadRequest("invalid request: at least one of texts, images or inputs must be provided");
    const wanted = { model, inputs: given, dimensions: asked ?? usualDimensions(model) };
    return { operation, payload: { kind: "embedding", request: wanted }, stream: false };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    const { inputs } = call.payload.request;
    const { vectors, inputTokens = Math.ceil(inputs.join("").length / 4) } = reply.payload.result;
    return jsonReply(
      200,
      { "content-type": "application/json", ...serviceHeaders(context) },
      {
        id: uuidOf(context),
        embeddings: { float: vectors },
        texts: inputs,
        meta: { api_version: { version: "2" }, billed_units: { input_tokens: inputTokens } },
        response_type: "embeddings_by_type",
      },
    );
  },
  decodeReply(_call, { status, bytes }) {
    const parsed = status >= 200 && status <= 299 ? answer.safeParse(parseJson(bytes)).data : undefined;
    if (!parsed) return undefined;
    const counted = parsed.meta?.billed_units?.input_tokens;
    const result = {
      vectors: parsed.embeddings.float,
      ...(typeof counted === "number" ? { inputTokens: counted } : {}),
    };
    return { kind: "embedding", result };
  },
  hollow: hollowOf(["error-in-200"]),
};
