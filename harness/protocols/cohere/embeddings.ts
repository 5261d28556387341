import { z } from "zod";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { accept } from "./complaints.ts";
import { type EmbedAsked, embedBody, readEmbed } from "./embed-request.ts";
import { embeddingsByType, readByType, writeByType } from "./embedding-types.ts";
import { cohereFailures, failureReply } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { uuidOf } from "./response.ts";

const operation = "embed";
const kinds = cohereFailures.filter((kind): kind is FailureKind => kind !== "content-filtered");

const answer = z.looseObject({
  embeddings: embeddingsByType,
  meta: z.looseObject({ billed_units: z.looseObject({ input_tokens: z.number().nullish() }).nullish() }).nullish(),
});

const isEmbed = (request: WireRequest): boolean =>
  request.method === "POST" && /\/v2\/embed\/*$/.test(URL.parse(request.url)?.pathname ?? "");

export const cohereEmbeddings: Protocol = {
  name: "cohere-embeddings",
  provider: "cohere",
  summary: "Cohere embed (API version 2): texts and images, as floats, bytes, bits and base64.",
  boundary: "embedding",
  failures: kinds,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request) => (isEmbed(request) ? operation : undefined),
  decodeCall(wire) {
    if (!isEmbed(wire)) throw new BadRequest("404 page not found", "not-found");
    const { request, echo } = readEmbed(accept(embedBody, parseJson(wire.body)));
    return { operation, payload: { kind: "embedding", request }, stream: false, echo };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    const { inputs } = call.payload.request;
    const { texts, images, ...asked } = (call.echo as EmbedAsked | undefined) ?? { texts: inputs, images: 0 };
    const { vectors, inputTokens = Math.ceil(texts.join("").length / 4) } = reply.payload.result;
    const billed = { ...(images > 0 ? { images } : {}), ...(texts.length > 0 ? { input_tokens: inputTokens } : {}) };
    return jsonReply(
      200,
      { "content-type": "application/json", ...serviceHeaders(context) },
      {
        id: uuidOf(context),
        embeddings: writeByType(vectors, asked.types ?? ["float"]),
        texts,
        meta: { api_version: { version: "2" }, billed_units: billed },
        response_type: "embeddings_by_type",
      },
    );
  },
  decodeReply(_call, { status, bytes }) {
    const parsed = status >= 200 && status <= 299 ? answer.safeParse(parseJson(bytes)).data : undefined;
    const vectors = parsed && readByType(parsed.embeddings);
    if (!vectors) return undefined;
    const counted = parsed.meta?.billed_units?.input_tokens;
    const result = {
      vectors,
      ...(typeof counted === "number" ? { inputTokens: counted } : {}),
    };
    return { kind: "embedding", result };
  },
  hollow: hollowOf(["error-in-200"]),
};
