import { z } from "zod";
import { base64Of, vectorIn } from "../shared/vector.ts";

export const embeddingTypes = ["float", "int8", "uint8", "binary", "ubinary", "base64"] as const;
export type EmbeddingType = (typeof embeddingTypes)[number];
type Vector = readonly number[];

const numbers = z.array(z.array(z.number())).nullish();
/** `embeddings` of an answer: a member for each type that was asked for. */
export const embeddingsByType = z.looseObject({
  float: numbers,
  base64: z.array(z.string()).nullish(),
  int8: numbers,
  uint8: numbers,
  ubinary: numbers,
  binary: numbers,
});

export const writeByType = (vectors: readonly Vector[], types: readonly EmbeddingType[]): Record<string, unknown> =>
  Object.fromEntries(types.map((type) => [type, vectors.map(writers[type])]));

/** The most exact that is there; undefined = none is. */
export function readByType(given: z.output<typeof embeddingsByType>): readonly Vector[] | undefined {
  if (given.float) return given.float;
  if (given.base64) return given.base64.map(vectorIn);
  if (given.int8) return given.int8;
  if (given.uint8) return given.uint8.map((vector) => vector.map((value) => value - signed));
  if (given.ubinary) return given.ubinary.map(signsIn);
  return given.binary?.map((bytes) => signsIn(bytes.map((byte) => byte + signed)));
}

/** What a signed byte is less than the unsigned one. */
const signed = 128;

const writers: Readonly<Record<EmbeddingType, (vector: Vector) => Vector | string>> = {
  float: (vector) => vector,
  base64: base64Of,
  int8: bytesOf,
  uint8: (vector) => bytesOf(vector).map((value) => value + signed),
  ubinary: packed,
  binary: (vector) => packed(vector).map((byte) => byte - signed),
};

/** The service has learnt the ranges of its models; here the largest component of a vector fills its own, which keeps the direction. */
function bytesOf(vector: Vector): Vector {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return vector.map((value) => Math.round((value / largest) * 127) || 0);
}

/** A bit for each component that is above zero, the first of eight in the highest place. */
function packed(vector: Vector): Vector {
  const bytes = new Array<number>(Math.ceil(vector.length / 8)).fill(0);
  for (const [index, value] of vector.entries())
    if (value > 0) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (128 >> (index & 7));
  return bytes;
}

const signsIn = (bytes: Vector): Vector =>
  bytes.flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte & (128 >> bit) ? 1 : -1)));
