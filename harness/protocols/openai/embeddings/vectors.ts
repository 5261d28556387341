import type { VectorFormat } from "./request.ts";

/** Base64 is of little-endian 32-bit floats: what the official clients ask for by default, and decode themselves. */
export const writeVector = (vector: readonly number[], format: VectorFormat): readonly number[] | string =>
  format === "base64" ? base64Of(vector) : vector;

function base64Of(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}

export function readVector(written: readonly number[] | string): readonly number[] {
  if (typeof written !== "string") return written;
  const bytes = Buffer.from(written, "base64");
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}
