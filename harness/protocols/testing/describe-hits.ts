import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Call } from "../../domain/call.ts";
import type { Protocol } from "../../domain/protocol.ts";
import type { RetrievalAnswer } from "../../domain/retrieval.ts";
import { decodeText, encodeText, type WireRequest } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined } from "./calls.ts";

export interface RetrievalWire {
  readonly protocol: Protocol;
  readonly name: string;
  /** A search that asks for everything that a hit can show. */
  readonly request: WireRequest;
  readonly url: string;
  /** A reply of the service around hits that hold these unknown members. */
  readonly reply: (unknown: readonly Readonly<Record<string, unknown>>[], around: unknown) => unknown;
}

/** The call that a request is, and the two directions of its answers. */
export function exchange({ protocol, request, url }: Omit<RetrievalWire, "reply" | "name">) {
  const binding = bindingOf(url);
  const call: Call = callOf(protocol.decodeCall(request, binding), protocol);
  return {
    call,
    decode(value: unknown): RetrievalAnswer | undefined {
      const bytes = encodeText(JSON.stringify(value));
      const payload = protocol.decodeReply(call, { status: 200, headers: {}, bytes }, binding);
      return payload?.kind === "retrieval" ? payload.result : undefined;
    },
    async encode(result: RetrievalAnswer): Promise<unknown> {
      const reply = { kind: "answer" as const, payload: { kind: "retrieval" as const, result } };
      const { bytes } = await joined(protocol.encodeReply(call, reply, binding, encodeContext()));
      return JSON.parse(decodeText(bytes));
    },
  };
}

const anything = fc.dictionary(
  fc.string().filter((key) => !key.startsWith("_") && !key.includes(".")),
  fc.jsonValue({ maxDepth: 2 }),
  { maxKeys: 4 },
);

/** Holds a retrieval wire to the laws that faults on results rest on. */
export function describeHits(wire: RetrievalWire): void {
  const { decode, encode } = exchange(wire);

  describe(`${wire.name}: hits`, () => {
    it("relayed and rewritten without a change are the same reply, whatever it holds", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anything, { maxLength: 4 }), fc.jsonValue(), async (unknown, around) => {
          const value: unknown = JSON.parse(JSON.stringify(wire.reply(unknown, around)));
          const result = decode(value);
          expect(result?.hits).toHaveLength(unknown.length);
          expect(result && (await encode(result))).toEqual(value);
        }),
        { numRuns: 60 },
      );
    });

    it("can be left out, reordered and reworded, and everything else stays", async () => {
      const value = wire.reply([{ a: 1 }, { b: null }, { c: [2] }], "kept");
      const result = decode(value);
      if (!result) throw new Error("The reply is not read.");
      const [first, second, third] = result.hits;
      if (!first || !second || !third) throw new Error("Hits are missing.");
      const changed = { ...result, hits: [third, { ...first, text: "Other words.", score: 0.25, title: "Other" }] };
      const again = decode(await encode(changed));
      expect(again?.hits).toMatchObject([
        { id: third.id, text: third.text },
        { id: first.id, text: "Other words.", title: "Other" },
      ]);
      expect(again?.hits[1]?.score).toBeCloseTo(0.25, 9);
      expect(JSON.stringify(await encode(changed))).toContain("kept");
      expect(decode(await encode({ ...result, hits: [] }))?.hits).toEqual([]);
    });

    it("that never were on a wire come out whole", async () => {
      const hits = [
        { id: "returns", title: "Returns", text: "Within 30 days.", score: 0.92, date: "2026-03-01", version: "2" },
        { id: "shipping", title: "Shipping", text: "On the same day.", score: 0.5, date: "2026-01-10", version: "1" },
      ].map((hit) => ({ ...hit, fields: { topic: hit.id } }));
      const again = decode(await encode({ hits }));
      expect(again?.hits).toMatchObject(
        hits.map(({ fields: _fields, score, ...hit }) => ({ ...hit, score: expect.closeTo(score, 9) })),
      );
      expect(JSON.stringify(await encode({ hits }))).toContain('"topic":"shipping"');
      expect(decode(await encode({ hits: [] }))?.hits).toEqual([]);
    });
  });
}
