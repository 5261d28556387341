import { describe, expect, it } from "vitest";
import type { Protocol } from "../../domain/protocol.ts";
import { answerOf, inject } from "../testing/drive.ts";
import { fakeContext, fakeProtocol, toolCall, valueReply } from "../testing/fakes.ts";
import { missingFields } from "../tools/missing-fields.ts";
import { wrongTypes } from "../tools/wrong-types.ts";
import { allowedTypes, requiredMembers, schemasAt } from "./json-schema.ts";

const schema = {
  type: "object",
  required: ["id", "lines"],
  properties: {
    id: { type: "string" },
    note: {},
    total: { type: ["number", "string"] },
    paid: { type: "boolean", nullable: true },
    lines: {
      type: "array",
      items: { allOf: [{ type: "object", required: ["sku"], properties: { sku: { type: "string" } } }] },
    },
  },
};
const value = { id: "TG-1", note: "n", total: 5, paid: true, lines: [{ sku: "T", extra: 1 }] };
const protocol: Protocol = {
  ...fakeProtocol,
  responseSchema: (_call, _binding, status) => (status === 200 ? schema : undefined),
};
const under = async (fault: typeof wrongTypes, written: unknown) => {
  const context = fakeContext({ protocol });
  const { reply, notes } = await inject(fault, toolCall(), valueReply(value), written, context);
  return { value: answerOf("tool", reply).result.value, notes };
};

describe("a declared schema", () => {
  it("says which types it allows, through its parts and alternatives", () => {
    const sets = [
      { type: "integer" },
      { enum: ["a", 1] },
      { oneOf: [{ type: "null" }, { type: "string" }] },
      {},
      { type: "string", nullable: true },
    ];
    expect(sets.map((one) => allowedTypes(one) && [...(allowedTypes(one) ?? [])])).toEqual([
      ["number"],
      ["string", "number"],
      ["null", "string"],
      undefined,
      ["string", "null"],
    ]);
    expect(schemasAt(schema, ["lines", "*", "sku"])).toEqual([{ type: "string" }]);
    expect(requiredMembers(schema, value)).toEqual(["id", "lines", "lines.sku"]);
  });

  it("is what wrong-types violates: nowhere that anything goes, and never by a type that is allowed", async () => {
    const { value: changed, notes } = await under(wrongTypes, { share: 1 });
    expect(changed).toEqual({
      id: { value: "TG-1" },
      note: "n",
      total: { value: 5 },
      paid: "true",
      lines: [{ sku: { value: "T" }, extra: 1 }],
    });
    expect(notes.join()).toMatch(/types that the schema forbids: id, total, paid/);
  });

  it("is what missing-fields violates", async () => {
    for (const count of [1, 2, 3]) {
      const { value: changed, notes } = await under(missingFields, { count });
      expect(requiredMembers(schema, changed).length).toBeLessThan(3);
      expect(changed).toMatchObject({ note: "n", total: 5, paid: true });
      expect(notes.join()).toMatch(/^left out, though required:/);
    }
  });
});
