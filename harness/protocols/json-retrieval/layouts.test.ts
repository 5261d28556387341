import { describe, expect, it } from "vitest";
import type { RetrievalAnswer } from "../../domain/retrieval.ts";
import { decodeText, encodeText } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { jsonRetrieval } from "./index.ts";

const base = "http://kb.test/api";
const call = callOf(
  { operation: "search", payload: { kind: "retrieval", query: { query: "q" } }, stream: false },
  jsonRetrieval,
);
type Binding = ReturnType<typeof bindingOf>;

const decode = (value: unknown, binding: Binding): RetrievalAnswer | undefined => {
  const bytes = encodeText(JSON.stringify(value));
  const payload = jsonRetrieval.decodeReply(call, { status: 200, headers: {}, bytes }, binding);
  return payload?.kind === "retrieval" ? payload.result : undefined;
};
const encode = async (result: RetrievalAnswer, binding: Binding): Promise<unknown> => {
  const reply = { kind: "answer" as const, payload: { kind: "retrieval" as const, result } };
  return JSON.parse(decodeText((await joined(jsonRetrieval.encodeReply(call, reply, binding, encodeContext()))).bytes));
};

describe("a service with a layout of its own", () => {
  it("may have its query in a list, or a vector in its place", () => {
    const binding = bindingOf(base, { query: "queries.0.text", vector: "queries.0.embedding", topK: "queries.0.k" });
    const read = (body: unknown) =>
      jsonRetrieval.decodeCall(requestOf("POST", `${base}/search`, body), binding).payload;
    expect(read({ queries: [{ text: "returns", k: 3 }] })).toEqual({
      kind: "retrieval",
      query: { query: "returns", topK: 3 },
    });
    expect(read({ queries: [{ embedding: [0.1, 0.2] }] })).toEqual({
      kind: "retrieval",
      query: { query: "", vector: [0.1, 0.2] },
    });
  });

  it("of a store that gives distances scores what is near higher, and gets distances back", async () => {
    const rows = bindingOf(base, {
      hits: "rows",
      fields: { text: "content", score: { from: "distance", lowerIsBetter: true }, date: "metadata.updated_at" },
    });
    const wire = {
      rows: [
        { id: 12, content: "30 days", distance: 0.18, metadata: { updated_at: "2026-03-01" } },
        { id: 7, content: "Shipping", distance: 0.55, metadata: null },
      ],
    };
    const result = decode(wire, rows);
    const [near, far] = result?.hits ?? [];
    expect(near).toMatchObject({ id: "12", text: "30 days", date: "2026-03-01" });
    expect(near?.score ?? 0).toBeGreaterThan(far?.score ?? 1);
    expect(result && (await encode(result, rows))).toEqual(wire);
    const hits = (result?.hits ?? []).map((hit) => ({ ...hit, score: (hit.score ?? 0) / 3 }));
    const further = (await encode({ ...result, hits }, rows)) as typeof wire;
    expect(further.rows.map(({ distance }) => distance)).toEqual(
      [0.18 + Math.log(3), 0.55 + Math.log(3)].map((d) => expect.closeTo(d, 9)),
    );
    expect(await encode({ hits: [{ id: "x", text: "t", score: 0.92, fields: {} }] }, rows)).toEqual({
      rows: [{ id: "x", content: "t", distance: expect.closeTo(-Math.log(0.92), 9) }],
    });
  });

  it("may be a map by id, and lie in a list for each query", async () => {
    const nested = bindingOf(base, { hits: "answers.0.candidates", layout: "map", fields: { text: "chunk.text" } });
    const wire = {
      answers: [
        { query: "q", candidates: { a: { chunk: { text: "30 days" }, score: 2 }, b: { chunk: {} } } },
        { query: "r" },
      ],
    };
    const result = decode(wire, nested);
    expect(result?.hits).toMatchObject([
      { id: "a", text: "30 days", score: 2 },
      { id: "b", text: "" },
    ]);
    expect(result && (await encode(result, nested))).toEqual(wire);
    const hits = (result?.hits ?? []).slice(0, 1).map((hit) => ({ ...hit, id: "c", text: "45 days" }));
    expect(await encode({ ...result, hits }, nested)).toEqual({
      answers: [{ query: "q", candidates: { c: { chunk: { text: "45 days" }, score: 2 } } }, { query: "r" }],
    });
  });
});
