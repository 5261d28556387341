import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestBytes, withoutClock } from "./digest.ts";

/** What a digest leaves out, said in the plainest way. */
const plainly = (text: string): string =>
  text
    .replace(/"created(_at)?":\s*\d+(?:\.\d+)?/g, '"created$1":0')
    .replace(/(?<=try again in )[\d.]+(?:ms|[smh])(?:[\d.]+(?:ms|[smh]))*/g, "T")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "T");
const hashed = (bytes: Uint8Array): string =>
  hash("sha256", Buffer.from(plainly(Buffer.from(bytes).toString("latin1")), "latin1"), "hex").slice(0, 16);

const pieces = fc.constantFrom(
  '"created":',
  '"created_at":',
  '"created',
  '"created_by":7',
  " 12.5",
  "1790000000",
  "try again in ",
  "1m6.5s",
  "20s",
  "2026-11-28T04:16:40.123Z",
  "2026-11-28T04:16:40",
  "1T2",
  "T",
  "é",
  "\u0080",
  ", ",
);

describe("the digest of bytes", () => {
  it("is that of the text without clock readings", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: "binary" })), { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        expect(withoutClock(text)).toBe(plainly(text));
        expect(digestBytes(Buffer.from(text))).toBe(hashed(Buffer.from(text)));
      }),
      { numRuns: 500 },
    );
  });
  it("is the same for a stream at another time", () => {
    const at = (seconds: number): Buffer =>
      Buffer.from(`data: {"id":"a","created":${seconds},"text":"ä"}\n\n`.repeat(3));
    expect(digestBytes(at(1_790_000_000))).toBe(digestBytes(at(9)));
  });
});
