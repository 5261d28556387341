import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeText, joined } from "./wire.ts";

describe("joining bytes", () => {
  const keepsAll = (parts: readonly Uint8Array[]): void => {
    expect([...joined(parts)]).toEqual(parts.flatMap((part) => [...part]));
  };

  it("keeps all of them in order", () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 6 }), keepsAll));
  });
  it("does so for parts that lie in one buffer, side by side or not", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.array(fc.nat(12), { maxLength: 8 }), (bytes, cuts) =>
        keepsAll(cuts.map((from, index) => bytes.subarray(from, cuts[index + 1] ?? bytes.length))),
      ),
    );
  });
  it("copies nothing that lies side by side", () => {
    const bytes = new Uint8Array([1, 2, 3, 4, 5]);
    const whole = joined([bytes.subarray(1, 3), bytes.subarray(3, 5)]);
    expect(whole.buffer).toBe(bytes.buffer);
    expect([...whole]).toEqual([2, 3, 4, 5]);
  });
});

describe("text as bytes", () => {
  it("is UTF-8, however long and of whatever letters", () => {
    const long = fc.tuple(fc.string({ unit: "binary" }), fc.constantFrom("", "a".repeat(1200), "é".repeat(600)));
    fc.assert(
      fc.property(long, ([some, more]) => {
        expect(encodeText(some + more)).toEqual(new TextEncoder().encode(some + more));
      }),
    );
  });
});
