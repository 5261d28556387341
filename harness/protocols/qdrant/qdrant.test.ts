import { describe, expect, it } from "vitest";
import { BadRequest } from "../../domain/protocol.ts";
import { bindingOf, requestOf } from "../testing/calls.ts";
import { describeHits, exchange } from "../testing/describe-hits.ts";
import { qdrant } from "./index.ts";

const url = "https://qdrant.test:6333";
const binding = bindingOf(url);
const query = (body: unknown, endpoint = "query") =>
  requestOf("POST", `${url}/collections/policies/points/${endpoint}`, body);
const read = (body: unknown, endpoint?: string) => qdrant.decodeCall(query(body, endpoint), binding).payload;
const point = (unknown: object, at: number) => ({
  ...unknown,
  id: at + 1,
  version: 7,
  score: 0.9 - at / 10,
  payload: { text: `Text ${at}.`, title: `Title ${at}`, more: unknown },
});

describeHits({
  protocol: qdrant,
  name: "points/query",
  url,
  request: query({ query: [0.1, 0.2], with_payload: true }),
  reply: (hits, around) => ({
    usage: around,
    result: { points: hits.map(point), next: around },
    status: "ok",
    time: 0.1,
  }),
});
describeHits({
  protocol: qdrant,
  name: "points/search",
  url,
  request: query({ vector: [0.1, 0.2], limit: 3, with_payload: true }, "search"),
  reply: (hits, around) => ({ usage: around, result: hits.map(point), status: "ok", time: 0.1 }),
});

describeHits({
  protocol: qdrant,
  name: "points/query/batch",
  url,
  request: query({ searches: [{ query: [0.1, 0.2], with_payload: true }, { query: [1, 2] }] }, "query/batch"),
  reply: (hits, around) => ({
    usage: around,
    result: [{ points: hits.map(point), next: around }, { points: [] }],
    status: "ok",
  }),
});
describeHits({
  protocol: qdrant,
  name: "points/search/batch",
  url,
  request: query({ searches: [{ vector: [0.1, 0.2], limit: 3, with_payload: true }] }, "search/batch"),
  reply: (hits, around) => ({ usage: around, result: [hits.map(point), []], status: "ok" }),
});

describe("a batch", () => {
  it("is read search by search", () => {
    expect(read({ searches: [{ query: [1, 2], limit: 4 }, { query: [3] }] }, "query/batch")).toEqual({
      kind: "retrieval",
      query: {
        query: "",
        vector: [1, 2],
        topK: 4,
        collection: "policies",
        others: [{ query: "", vector: [3], topK: 10, collection: "policies" }],
      },
    });
  });

  it("may be empty, and is refused without a list", async () => {
    const { encode } = exchange({ protocol: qdrant, url, request: query({ searches: [] }, "query/batch") });
    expect(await encode({ hits: [] })).toMatchObject({ result: [] });
    expect(() => read({}, "query/batch")).toThrow(/missing field `searches`/);
    expect(() => read({ searches: [1] }, "search/batch")).toThrow(/expected a sequence/);
  });

  it("shows of each what it asks for", async () => {
    const searches = [{ query: [1] }, { query: [2], with_payload: ["text"] }];
    const { encode } = exchange({ protocol: qdrant, url, request: query({ searches }, "query/batch") });
    const hit = { id: "r", title: "Returns", text: "30 days", score: 0.9, fields: {} };
    expect(await encode({ hits: [hit, { ...hit, search: 1 }] })).toMatchObject({
      result: [{ points: [{ id: "r", score: 0.9 }] }, { points: [{ id: "r", payload: { text: "30 days" } }] }],
    });
  });
});

describe("the request", () => {
  it.each([
    ["a vector", { query: [0.1, 0.2], limit: 4 }, { vector: [0.1, 0.2], topK: 4 }],
    ["a nearest vector", { query: { nearest: [1, 2] }, using: "dense" }, { vector: [1, 2], topK: 10 }],
    [
      "prefetches that are fused",
      {
        prefetch: [{ query: { indices: [1, 9], values: [0.5, 0.5] } }, { query: [1, 2], limit: 20 }],
        query: { fusion: "rrf" },
      },
      { vector: [1, 2], topK: 10 },
    ],
    ["a text that the service embeds", { query: { text: "returns", model: "m" } }, { query: "returns", topK: 10 }],
    [
      "a filter",
      { query: [1, 2], filter: { must: [{ key: "topic", match: { value: "x" } }] } },
      { vector: [1, 2], topK: 10, filter: { must: [{ key: "topic", match: { value: "x" } }] } },
    ],
  ])("is read with %s", (_what, body, expected) => {
    expect(read(body)).toEqual({ kind: "retrieval", query: { query: "", collection: "policies", ...expected } });
  });

  it("of the older search is read with a plain or a named vector", () => {
    const expected = { kind: "retrieval", query: { query: "", vector: [1, 2], topK: 3, collection: "policies" } };
    expect(read({ vector: [1, 2], limit: 3 }, "search")).toEqual(expected);
    expect(read({ vector: { name: "dense", vector: [1, 2] }, limit: 3 }, "search")).toEqual(expected);
  });

  it.each([
    ["no JSON", "{", "query", /^Format error in JSON body/],
    ["no vector", { limit: 3 }, "search", /missing field `vector`/],
    ["no limit", { vector: [1] }, "search", /missing field `limit`/],
    [
      "a limit of nothing",
      { query: [1], limit: 0 },
      "query",
      /^Validation error in JSON body: \[limit: value 0 invalid/,
    ],
    ["a limit of another type", { query: [1], limit: "3" }, "query", /expected usize/],
  ])("is refused with %s", (_what, body, endpoint, message) => {
    expect(() => read(body, endpoint)).toThrow(BadRequest);
    expect(() => read(body, endpoint)).toThrow(message);
  });

  it("of another endpoint is relayed", () => {
    for (const path of ["/collections/policies/points/scroll", "/collections/policies/points", "/collections", "/"])
      expect(qdrant.recognise(requestOf("POST", url + path, {}), binding)).toBeUndefined();
  });
});

describe("the payload of a document", () => {
  const hits = [{ id: "r", title: "Returns", text: "30 days", score: 0.9, fields: { lang: "en" } }];
  const shown = async (withPayload: unknown): Promise<unknown> => {
    const { encode } = exchange({ protocol: qdrant, url, request: query({ query: [1], with_payload: withPayload }) });
    return ((await encode({ hits })) as { result: { points: { payload?: unknown }[] } }).result.points[0]?.payload;
  };

  it("comes only if it is asked for, and then what is asked for", async () => {
    expect(await shown(undefined)).toBeUndefined();
    expect(await shown(false)).toBeUndefined();
    expect(await shown(true)).toEqual({ lang: "en", title: "Returns", text: "30 days" });
    expect(await shown(["text"])).toEqual({ text: "30 days" });
    expect(await shown({ exclude: ["text", "lang"] })).toEqual({ title: "Returns" });
  });
});
