import { crc32 as zlibs } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32 } from "./crc32.ts";

test("is the CRC-32 of zlib, of a part and continued too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.nat(300), (bytes, one, other) => {
      const from = Math.min(one, other, bytes.length);
      const to = Math.min(Math.max(one, other), bytes.length);
      expect(crc32(bytes)).toBe(zlibs(bytes));
      expect(crc32(bytes, from, to)).toBe(zlibs(bytes.subarray(from, to)));
      expect(crc32(bytes, from, bytes.length, crc32(bytes, 0, from))).toBe(zlibs(bytes));
    }),
  );
});
