/** A dense vector, if a value is one. */
export const asVector = (value: unknown): readonly number[] | undefined =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number")
    ? (value as readonly number[])
    : undefined;

/** Base64 of little-endian 32-bit floats: how clients that are told no form ask for vectors, and decode them themselves. */
export function base64Of(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}

export function vectorIn(base64: string): readonly number[] {
  const bytes = Buffer.from(base64, "base64");
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}
