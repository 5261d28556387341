import { z } from "zod";
import type { EmbeddingRequest } from "../../domain/call.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { encodeText } from "../../domain/wire.ts";
import { crc32 } from "../shared/crc32.ts";
import { isObject } from "../shared/json-body.ts";
import { type EmbeddingType, embeddingTypes } from "./embedding-types.ts";

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  // Hosts of the model take the address itself, too.
  image_url: z.union([z.string(), z.looseObject({ url: z.string() })]).optional(),
});
export const embedBody = z.looseObject({
  model: z.string(),
  input_type: z.string(),
  texts: z.array(z.string()).nullish(),
  images: z.array(z.string()).nullish(),
  inputs: z.array(z.looseObject({ content: z.array(part) })).nullish(),
  output_dimension: z.int().nullish(),
  embedding_types: z.array(z.enum(embeddingTypes)).nullish(),
});
/** What must be known of a request to answer it. */
export interface EmbedAsked {
  /** Absent = not said: floats. */
  readonly types?: readonly EmbeddingType[];
  /** The texts that the answer repeats: an image is none. */
  readonly texts: readonly string[];
  readonly images: number;
  /** Version 1 of the API: vectors stand bare unless types are asked for. */
  readonly first?: true;
}

/** What version 1 takes for granted. */
export const firstBody = (body: unknown): unknown =>
  isObject(body) ? { model: "embed-english-v2.0", input_type: "search_document", ...body } : body;

/** Stands for an image: another for each, and short, so that what is kept of a call does not hold the picture. */
const imageInput = (url: string): string => `[image ${crc32(encodeText(url)).toString(16).padStart(8, "0")}]`;

/** `embed-v4` can be cut to fewer; of the older ones the light models have fewer. */
function usualDimensions(model: string): number {
  if (model.includes("v2")) return model.includes("light") ? 1024 : model.includes("multilingual") ? 768 : 4096;
  return model.includes("light") ? 384 : model.includes("v3") ? 1024 : 1536;
}

/** @throws {BadRequest} if there is nothing to embed. */
export function readEmbed(body: z.output<typeof embedBody>): { request: EmbeddingRequest; echo: EmbedAsked } {
  const { model, output_dimension: asked, embedding_types: types } = body;
  const { given, texts, images } = inputsOf(body);
  return {
    request: { model, inputs: given, dimensions: asked ?? usualDimensions(model) },
    echo: { ...(types?.length ? { types } : {}), texts, images },
  };
}

/** Exactly one of the three lists is given; in `inputs` texts and images stand together. @throws {BadRequest} if none is. */
function inputsOf({
  texts,
  images,
  inputs,
}: z.output<typeof embedBody>): Omit<EmbedAsked, "types"> & { given: readonly string[] } {
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
  text ?? (image ? imageInput(typeof image === "string" ? image : image.url) : `[${type}]`);
