import { describe, expect, it } from "vitest";
import { BadRequest } from "../../domain/protocol.ts";
import { bindingOf, requestOf } from "../testing/calls.ts";
import { describeHits, exchange } from "../testing/describe-hits.ts";
import { chroma } from "./index.ts";

const url = "http://chroma.test:8000";
const binding = bindingOf(url);
const query = (body: unknown) =>
  requestOf("POST", `${url}/api/v2/tenants/default_tenant/databases/default_database/collections/7c1f6a1e/query`, body);
const request = query({ query_embeddings: [[0.1, 0.2]], n_results: 3 });
const one = exchange({ protocol: chroma, url, request });

describeHits({
  protocol: chroma,
  name: "query",
  url,
  request,
  reply: (hits, around) => ({
    ids: [hits.map((_, at) => `c${at}`)],
    embeddings: null,
    documents: [hits.map((_, at) => `Text ${at}.`)],
    uris: null,
    metadatas: [hits.map((more, at) => (at === 1 ? { title: "Title" } : { title: `Title ${at}`, ...more, more: "m" }))],
    distances: [hits.map((_, at) => 0.123456789 + at / 10)],
    include: ["documents", "metadatas", "distances"],
    around,
  }),
});

describe("columns", () => {
  const reply = {
    ids: [["a", "b"], ["c"]],
    embeddings: null,
    documents: [["Text a", null], ["Text c"]],
    metadatas: [[{ title: "A" }, null], [null]],
    distances: [[0.1, 0.2], [0.3]],
    include: ["documents", "metadatas", "distances"],
  };

  it("of several queries keep to their query when a hit is left out", async () => {
    const result = one.decode(reply);
    expect(result?.hits.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(result && (await one.encode(result))).toEqual(reply);
    const hits = (result?.hits ?? []).filter(({ id }) => id !== "a");
    expect(await one.encode({ ...result, hits })).toMatchObject({
      ids: [["b"], ["c"]],
      documents: [[null], ["Text c"]],
      distances: [[0.2], [0.3]],
    });
  });

  it("turn a distance into a score that is higher for what is nearer", () => {
    const [a, b, c] = one.decode(reply)?.hits.map(({ score }) => score ?? 0) ?? [];
    expect([a, b, c]).toEqual([Math.exp(-0.1), Math.exp(-0.2), Math.exp(-0.3)]);
  });

  it("that a query does not ask for are null", async () => {
    const lean = exchange({
      protocol: chroma,
      url,
      request: query({ query_embeddings: [[1]], include: ["documents"] }),
    });
    const hits = [{ id: "r", title: "Returns", text: "30 days", score: 0.9, fields: {} }];
    expect(await lean.encode({ hits })).toEqual({
      ids: [["r"]],
      embeddings: null,
      documents: [["30 days"]],
      uris: null,
      metadatas: null,
      distances: null,
      include: ["documents"],
    });
  });

  it("of several queries are made up from a corpus, each with its own", async () => {
    const several = exchange({ protocol: chroma, url, request: query({ query_embeddings: [[1], [2]] }) });
    const hit = { id: "r", text: "30 days", fields: {} };
    expect(await several.encode({ hits: [{ ...hit, search: 1 }] })).toMatchObject({ ids: [[], ["r"]] });
    expect(await several.encode({ hits: [] })).toMatchObject({ ids: [[], []] });
  });
});

describe("the request", () => {
  it("has an embedding, a number and a filter", () => {
    const body = { query_embeddings: [[0.1, 0.2]], n_results: 3, where: { topic: "returns" } };
    expect(chroma.decodeCall(query(body), binding).payload).toEqual({
      kind: "retrieval",
      query: { query: "", vector: [0.1, 0.2], topK: 3, filter: { topic: "returns" }, collection: "7c1f6a1e" },
    });
  });

  it("may have several embeddings", () => {
    const { payload } = chroma.decodeCall(query({ query_embeddings: [[1], [2]], n_results: 3 }), binding);
    expect(payload).toMatchObject({ query: { vector: [1], others: [{ vector: [2], topK: 3 }] } });
  });

  it.each([
    ["no JSON", "{", /Failed to parse the request body as JSON/],
    ["no embedding", { n_results: 3 }, /missing field `query_embeddings`/],
    ["a text", { query_embeddings: ["returns"] }, /query_embeddings: invalid type/],
  ])("is refused with %s", (_what, body, message) => {
    expect(() => chroma.decodeCall(query(body), binding)).toThrow(BadRequest);
    expect(() => chroma.decodeCall(query(body), binding)).toThrow(message);
  });
});
