import { z } from "zod";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { accept } from "./complaints.ts";
import { type EmbedAsked, embedBody, firstBody, readEmbed } from "./embed-request.ts";
import { embeddingsByType, readByType, writeByType } from "./embedding-types.ts";
import { cohereFailures, failureReply } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { uuidOf } from "./response.ts";

const operation = "embed";
const kinds = cohereFailures.filter((kind): kind is FailureKind => kind !== "content-filtered");

const answer = z.looseObject({
  embeddings: z.union([z.array(z.array(z.number())), embeddingsByType]),
  meta: z.looseObject({ billed_units: z.looseObject({ input_tokens: z.number().nullish() }).nullish() }).nullish(),
});

/** Version of the API that is asked; undefined = for something else. */
const versionOf = (request: WireRequest): string | undefined =>
  request.method === "POST" ? /\/v([12])\/embed\/*$/.exec(URL.parse(request.url)?.pathname ?? "")?.[1] : undefined;

export const cohereEmbeddings: Protocol = {
  name: "cohere-embeddings",
  provider: "cohere",
  summary: "Cohere embed (API versions 1 and 2): texts and images, as floats, bytes, bits and base64.",
  boundary: "embedding",
  failures: kinds,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request) => (versionOf(request) === undefined ? undefined : operation),
  decodeCall(wire) {
    const version = versionOf(wire);
    if (version === undefined) throw new BadRequest("404 page not found", "not-found");
    const body = parseJson(wire.body);
    const { request, echo } = readEmbed(accept(embedBody, version === "1" ? firstBody(body) : body));
    const asked: EmbedAsked = version === "1" ? { ...echo, first: true } : echo;
    return { operation, payload: { kind: "embedding", request }, stream: false, echo: asked };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    const { inputs } = call.payload.request;
    const { texts, images, ...asked } = (call.echo as EmbedAsked | undefined) ?? { texts: inputs, images: 0 };
    const { vectors, inputTokens = Math.ceil(texts.join("").length / 4) } = reply.payload.result;
    const bare = asked.first === true && asked.types === undefined;
    const billed = { ...(images > 0 ? { images } : {}), ...(texts.length > 0 ? { input_tokens: inputTokens } : {}) };
    return jsonReply(
      200,
      { "content-type": "application/json", ...serviceHeaders(context) },
      {
        id: uuidOf(context),
        embeddings: bare ? vectors : writeByType(vectors, asked.types ?? ["float"]),
        texts,
        meta: { api_version: { version: asked.first ? "1" : "2" }, billed_units: billed },
        response_type: bare ? "embeddings_floats" : "embeddings_by_type",
      },
    );
  },
  decodeReply(_call, { status, bytes }) {
    const parsed = status >= 200 && status <= 299 ? answer.safeParse(parseJson(bytes)).data : undefined;
    const vectors = parsed && (Array.isArray(parsed.embeddings) ? parsed.embeddings : readByType(parsed.embeddings));
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
