import { z } from "zod";
import type { EmbeddingRequest } from "../../../domain/call.ts";
import { BadRequest } from "../../../domain/protocol.ts";
import { accept } from "../complaints.ts";

const body = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.union([z.string(), z.int(), z.array(z.int())]))]),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.int().nullish(),
});

/** The models' own numbers, which they give if no other is asked for. */
const usual: Readonly<Record<string, number>> = { "text-embedding-3-large": 3072 };
const usualOfOthers = 1536;

export type VectorFormat = "float" | "base64";

/** Texts, or tokens that stand for them: those are written as numbers. @throws {BadRequest} in the provider's words. */
export function decodeEmbeddings(value: unknown): { request: EmbeddingRequest; format: VectorFormat } {
  const { model, input, encoding_format, dimensions } = accept(body, value);
  const tokens = Array.isArray(input) && input.length > 0 && input.every((item) => typeof item === "number");
  const items = Array.isArray(input) && !tokens ? input : [input];
  if (items.length === 0 || items.some((item) => typeof item === "number" || item === "" || item.length === 0)) {
    throw new BadRequest(
      "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
    );
  }
  if (typeof dimensions === "number" && model.includes("ada-002")) {
    throw new BadRequest("This model does not support specifying dimensions.");
  }
  return {
    request: {
      model,
      inputs: items.map((item) => (Array.isArray(item) ? item.join(" ") : String(item))),
      dimensions: dimensions ?? usual[model] ?? usualOfOthers,
    },
    format: encoding_format ?? "float",
  };
}
