import { z } from "zod";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { encodeText, type WireRequest } from "../../domain/wire.ts";
import { crc32 } from "../shared/crc32.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { accept } from "./complaints.ts";
import { type EmbeddingType, embeddingsByType, embeddingTypes, readByType, writeByType } from "./embedding-types.ts";
import { cohereFailures, failureReply } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { uuidOf } from "./response.ts";

const operation = "embed";
const kinds = cohereFailures.filter((kind): kind is FailureKind => kind !== "content-filtered");

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  image_url: z.looseObject({ url: z.string() }).optional(),
});
const body = z.looseObject({
  model: z.string(),
  input_type: z.string(),
  texts: z.array(z.string()).nullish(),
  images: z.array(z.string()).nullish(),
  inputs: z.array(z.looseObject({ content: z.array(part) })).nullish(),
  output_dimension: z.int().nullish(),
  embedding_types: z.array(z.enum(embeddingTypes)).nullish(),
});
const answer = z.looseObject({
  embeddings: embeddingsByType,
  meta: z.looseObject({ billed_units: z.looseObject({ input_tokens: z.number().nullish() }).nullish() }).nullish(),
});

/** What must be known of a request to answer it. */
interface Asked {
  readonly types: readonly EmbeddingType[];
  /** The texts that the answer repeats: an image is none. */
  readonly texts: readonly string[];
  readonly images: number;
}

/** Stands for an image: another for each, and short, so that what is kept of a call does not hold the picture. */
const imageInput = (url: string): string => `[image ${crc32(encodeText(url)).toString(16).padStart(8, "0")}]`;

/** `embed-v4` can be cut to fewer; of the older ones the light models have 384. */
const usualDimensions = (model: string): number => (model.includes("light") ? 384 : model.includes("v3") ? 1024 : 1536);

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
    const request = accept(body, parseJson(wire.body));
    const { given, texts, images } = inputsOf(request);
    const { model, output_dimension: asked } = request;
    const wanted = { model, inputs: given, dimensions: asked ?? usualDimensions(model) };
    const types = request.embedding_types?.length ? request.embedding_types : (["float"] as const);
    const echo: Asked = { types, texts, images };
    return { operation, payload: { kind: "embedding", request: wanted }, stream: false, echo };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    const { inputs } = call.payload.request;
    const { types, texts, images } = (call.echo as Asked | undefined) ?? { types: ["float"], texts: inputs, images: 0 };
    const { vectors, inputTokens = Math.ceil(texts.join("").length / 4) } = reply.payload.result;
    const billed = { ...(images > 0 ? { images } : {}), ...(texts.length > 0 ? { input_tokens: inputTokens } : {}) };
    return jsonReply(
      200,
      { "content-type": "application/json", ...serviceHeaders(context) },
      {
        id: uuidOf(context),
        embeddings: writeByType(vectors, types),
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

/** Exactly one of the three lists is given; in `inputs` texts and images stand together. @throws {BadRequest} if none is. */
function inputsOf({
  texts,
  images,
  inputs,
}: z.output<typeof body>): Omit<Asked, "types"> & { given: readonly string[] } {
  if (texts) return { given: texts, texts, images: 0 };
  if (images) return { given: images.map(imageInput), texts: [], images: images.length };
  if (!inputs) throw new BadRequest("invalid request: at least one of texts, images or inputs must be provided");
  const parts = inputs.flatMap(({ content }) => content);
  return {
    given: inputs.map(({ content }) => content.map(inputOf).join("\n")),
    texts: parts.flatMap(({ text }) => (text === undefined ? [] : [text])),
    images: parts.filter(({ image_url }) => image_url !== undefined).length,
  };
}

const inputOf = ({ type, text, image_url: image }: z.output<typeof part>): string =>
  text ?? (image ? imageInput(image.url) : `[${type}]`);
