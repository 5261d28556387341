import { z } from "zod";
import type { EmbeddingRequest } from "../../../domain/call.ts";
import { accept } from "../complaints.ts";
import { content, textOf } from "../parts.ts";

/** The ways to ask: one content, several requests at once, and the platform's general prediction. */
export const embeddingMethods = ["embedContent", "batchEmbedContents", "predict"] as const;
export type EmbeddingMethod = (typeof embeddingMethods)[number];

const one = z.looseObject({
  content,
  outputDimensionality: z.int().nullish(),
  output_dimensionality: z.int().nullish(),
  embedContentConfig: z.looseObject({ outputDimensionality: z.int().nullish() }).nullish(),
});
const batch = z.looseObject({ requests: z.array(one) });
const prediction = z.looseObject({
  instances: z.array(z.looseObject({ content: z.string() })),
  parameters: z.looseObject({ outputDimensionality: z.int().nullish() }).nullish(),
});

/** @throws {BadRequest} in the provider's words. */
export function decodeEmbedding(value: unknown, model: string, method: EmbeddingMethod): EmbeddingRequest {
  if (method === "predict") {
    const { instances, parameters } = accept(prediction, value);
    const inputs = instances.map((instance) => instance.content);
    return { model, inputs, dimensions: parameters?.outputDimensionality ?? usualDimensions(model) };
  }
  const requests = method === "embedContent" ? [accept(one, value)] : accept(batch, value).requests;
  const [first] = requests;
  const asked =
    first?.outputDimensionality ??
    first?.output_dimensionality ??
    first?.embedContentConfig?.outputDimensionality ??
    usualDimensions(model);
  return { model, inputs: requests.map((request) => textOf(request.content.parts ?? [])), dimensions: asked };
}

/** The first generations have 768, `gemini-embedding` 3072. */
const usualDimensions = (model: string): number => (/^(text-|embedding-)/.test(model) ? 768 : 3072);
