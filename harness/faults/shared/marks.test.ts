import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flattened, marksIn } from "../../domain/signs.ts";
import { marksOfHits, marksOfValue } from "./marks.ts";

const order = { id: "TG-1", total: 89.5, customer: { name: "Ada", tier: "Ridge" }, items: [{ sku: "x", quantity: 2 }] };

describe("marks", () => {
  it("are the members that changed, and the seam of one that is gone", () => {
    expect(marksOfValue(order, { ...order, total: "89.5" })).toContain('"total":"89.5"');
    const { total: _, ...rest } = order;
    const [seam] = marksOfValue(order, rest);
    expect(seam).toContain('"TG-1","customer"');
  });

  it("are the new sentences of hits", () => {
    const before = [{ id: "a", text: "Bring it back. Within 30 days.", fields: {} }];
    const after = [{ id: "a", text: "Bring it back. Within 60 days.", fields: {} }];
    expect(marksOfHits(before, after)).toEqual(["Within60days."]);
  });

  it("stand in what they mark, in no way in what was there before, however it is indented or quoted", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const marks = marksOfValue(before, after);
        expect(marks.length).toBeLessThanOrEqual(8);
        for (const form of [
          JSON.stringify(after),
          JSON.stringify(after, null, 2),
          JSON.stringify(JSON.stringify(after)),
        ])
          expect(marksIn(form, marks)).toEqual(marks);
        for (const mark of marks) expect(flattened(JSON.stringify(before))).not.toContain(mark);
      }),
    );
  });
});
