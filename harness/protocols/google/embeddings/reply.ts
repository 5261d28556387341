import { z } from "zod";
import type { EmbeddingAnswer } from "../../../domain/call.ts";
import type { EmbeddingMethod } from "./request.ts";

const vector = z.looseObject({ values: z.array(z.number()) });
const reply = z.union([
  z.looseObject({ embedding: vector }).transform(({ embedding }): EmbeddingAnswer => ({ vectors: [embedding.values] })),
  z
    .looseObject({ embeddings: z.array(vector) })
    .transform(({ embeddings }): EmbeddingAnswer => ({ vectors: embeddings.map(({ values }) => values) })),
  z
    .looseObject({
      predictions: z.array(
        z.looseObject({
          embeddings: vector.extend({ statistics: z.looseObject({ token_count: z.number() }).optional() }),
        }),
      ),
    })
    .transform(({ predictions }): EmbeddingAnswer => {
      const counts = predictions.flatMap(({ embeddings }) => embeddings.statistics?.token_count ?? []);
      return {
        vectors: predictions.map(({ embeddings }) => embeddings.values),
        ...(counts.length === predictions.length && counts.length > 0
          ? { inputTokens: counts.reduce((sum, count) => sum + count, 0) }
          : {}),
      };
    }),
]);

export const readEmbeddings = (value: unknown): EmbeddingAnswer | undefined => reply.safeParse(value).data;

/** Only predictions count tokens; the count is split evenly, for want of anything better. */
export function embeddingBody({ vectors, inputTokens }: EmbeddingAnswer, method: EmbeddingMethod): unknown {
  if (method === "embedContent") return { embedding: { values: vectors[0] ?? [] } };
  if (method === "batchEmbedContents") return { embeddings: vectors.map((values) => ({ values })) };
  return {
    predictions: vectors.map((values, index) => ({
      embeddings: {
        values,
        statistics: { truncated: false, token_count: share(inputTokens ?? 0, vectors.length, index) },
      },
    })),
  };
}

const share = (total: number, parts: number, index: number): number =>
  Math.floor(total / parts) + (index < total % parts ? 1 : 0);
