import { hash } from "node:crypto";

const stems = /[\p{L}\p{N}]+/gu;
/** Endings that do not change what a word is about. */
const ending = /(?:ing|ed|es|s)$/;

/**
 * A text as a unit vector: each word is hashed to two places, so that texts with words in common lie close. Deterministic, no model:
 * good enough to find the right documents by, and worth nothing more. A text without words is the first unit vector.
 */
export function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const [word] of text.toLowerCase().matchAll(stems)) {
    const stem = word.length > 4 ? word.replace(ending, "") : word;
    const digest = hash("md5", stem, "buffer");
    for (const at of [0, 8]) {
      const place = digest.readUInt32LE(at) % dimensions;
      vector[place] = (vector[place] ?? 0) + ((digest[at + 4] ?? 0) & 1 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector);
  if (length === 0) return vector.map((_, index) => (index === 0 ? 1 : 0));
  return vector.map((value) => Math.round((value / length) * 1e7) / 1e7);
}
