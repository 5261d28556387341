import { z } from "zod";
import { BadRequest } from "../../domain/protocol.ts";
import type { EmbeddingBody } from "../shared/embedding-body.ts";

const request = z.looseObject({
  inputText: z.string(),
  // Version 2 of Titan Text Embeddings says `dimensions`, the multimodal model the other.
  dimensions: z.int().nullish(),
  embeddingConfig: z.looseObject({ outputEmbeddingLength: z.int().nullish() }).nullish(),
  embeddingTypes: z.array(z.string()).nullish(),
});
const answer = z.looseObject({
  embedding: z.array(z.number()).optional(),
  embeddingsByType: z.looseObject({ float: z.array(z.number()).optional() }).optional(),
  inputTextTokenCount: z.number().optional(),
});

/** Amazon's own embedding models: one text a call. */
export const titanEmbed: EmbeddingBody = {
  name: "titan",
  fits: (model) => /\btitan-embed-/.test(model),
  decode(body, model) {
    const { data } = request.safeParse(body);
    if (!data)
      throw new BadRequest(
        "Malformed input request: #: required key [inputText] not found, please reformat your input and try again.",
      );
    const usual = model.includes("titan-embed-text-v1") || model.includes("titan-embed-g1") ? 1536 : 1024;
    const dimensions = data.dimensions ?? data.embeddingConfig?.outputEmbeddingLength ?? usual;
    const types = model.includes("titan-embed-text-v2") ? (data.embeddingTypes ?? ["float"]) : [];
    return { request: { model, inputs: [data.inputText], dimensions }, echo: types };
  },
  whole({ vectors, inputTokens }, echo) {
    const types = echo as readonly string[];
    const embedding = vectors[0] ?? [];
    return {
      embedding,
      ...(types.length === 0
        ? {}
        : { embeddingsByType: Object.fromEntries(types.map((type) => [type, ofType(type, embedding)])) }),
      inputTextTokenCount: inputTokens,
    };
  },
  read(body) {
    const { data } = answer.safeParse(body);
    const embedding = data?.embedding ?? data?.embeddingsByType?.float;
    if (!embedding) return undefined;
    const inputTokens = data?.inputTextTokenCount;
    return { vectors: [embedding], ...(inputTokens === undefined ? {} : { inputTokens }) };
  },
};

/** Binary embeddings are signs. */
const ofType = (type: string, embedding: readonly number[]): readonly number[] =>
  type === "binary" ? embedding.map((value) => (value > 0 ? 1 : 0)) : embedding;
