import { z } from "zod";
import type { EmbeddingBody } from "../shared/embedding-body.ts";
import { isObject } from "../shared/json-body.ts";
import { accept } from "./complaints.ts";
import { type EmbedAsked, embedBody, readEmbed } from "./embed-request.ts";
import { embeddingsByType, readByType, writeByType } from "./embedding-types.ts";
import { uuidOf } from "./response.ts";

const answer = z.looseObject({ embeddings: z.union([z.array(z.array(z.number())), embeddingsByType]) });

/** Embed as clouds host it: the model stands in the address, and vectors stand bare in the answer unless types are asked for. */
export const hostedEmbed: EmbeddingBody = {
  name: "cohere",
  fits: (model) => /\bcohere\.embed-/.test(model),
  decode: (body, model) => readEmbed(accept(embedBody, isObject(body) ? { ...body, model } : body)),
  whole({ vectors }, echo, context) {
    const { types, texts } = echo as EmbedAsked;
    return {
      id: uuidOf(context),
      texts,
      embeddings: types ? writeByType(vectors, types) : vectors,
      response_type: types ? "embeddings_by_type" : "embeddings_floats",
    };
  },
  read(body) {
    const { data } = answer.safeParse(body);
    const vectors = data && (Array.isArray(data.embeddings) ? data.embeddings : readByType(data.embeddings));
    return vectors && { vectors };
  },
};
