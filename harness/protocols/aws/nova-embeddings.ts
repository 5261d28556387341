import { z } from "zod";
import { BadRequest } from "../../domain/protocol.ts";
import { encodeText } from "../../domain/wire.ts";
import { crc32 } from "../shared/crc32.ts";
import type { EmbeddingBody } from "../shared/embedding-body.ts";

const media = z.looseObject({ source: z.unknown().optional() });
const request = z.looseObject({
  taskType: z.literal("SINGLE_EMBEDDING"),
  singleEmbeddingParams: z.looseObject({
    embeddingDimension: z.int().nullish(),
    text: z.looseObject({ value: z.string().optional(), source: z.unknown().optional() }).optional(),
    image: media.optional(),
    audio: media.optional(),
    video: media.optional(),
  }),
});
const answer = z.looseObject({ embeddings: z.array(z.looseObject({ embedding: z.array(z.number()) })).min(1) });

const usualDimensions = 3072;
const kinds = ["text", "image", "audio", "video"] as const;

/** Amazon's multimodal embedding model: one text, or one file, a call. Segments of a file are asked for asynchronously, elsewhere. */
export const novaEmbed: EmbeddingBody = {
  name: "nova",
  fits: (model) => /\bnova-[\w-]*embeddings-/.test(model),
  decode(body, model) {
    const { data } = request.safeParse(body);
    const asked = data?.singleEmbeddingParams;
    const kind = asked && kinds.find((one) => asked[one] !== undefined);
    if (!asked || !kind) throw new BadRequest("Malformed input request, please reformat your input and try again.");
    const { value } = asked.text ?? {};
    const inputs = [value ?? nameOf(kind, asked[kind]?.source)];
    return { request: { model, inputs, dimensions: asked.embeddingDimension ?? usualDimensions }, echo: kind };
  },
  whole: ({ vectors: [embedding = []] }, kind) => ({
    embeddings: [{ embeddingType: String(kind).toUpperCase(), embedding }],
  }),
  read(body) {
    const [first] = answer.safeParse(body).data?.embeddings ?? [];
    return first && { vectors: [first.embedding] };
  },
};

/** Stands for a file: another for each, and short. */
const nameOf = (kind: string, source: unknown): string =>
  `[${kind} ${crc32(encodeText(JSON.stringify(source) ?? ""))
    .toString(16)
    .padStart(8, "0")}]`;
