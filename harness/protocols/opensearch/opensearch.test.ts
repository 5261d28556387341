import { describe, expect, it } from "vitest";
import { BadRequest } from "../../domain/protocol.ts";
import { decodeText } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { describeHits, exchange } from "../testing/describe-hits.ts";
import { elasticsearch, opensearch } from "./index.ts";

const url = "https://search.test";
const binding = bindingOf(url);
const search = (body: unknown, path = "/policies/_search") => requestOf("POST", url + path, body);
const queryOf = (body: unknown, path?: string) => {
  const { payload } = opensearch.decodeCall(search(body, path), binding);
  return payload.kind === "retrieval" ? payload.query : undefined;
};

describeHits({
  protocol: opensearch,
  name: "_search",
  url,
  request: search({ query: { match: { text: "returns" } } }),
  reply: (hits, around) => ({
    took: 4,
    timed_out: false,
    _shards: { total: 5, successful: 5, skipped: 0, failed: 0 },
    hits: {
      total: { value: hits.length, relation: "eq" },
      max_score: hits.length === 0 ? null : 0.9,
      hits: hits.map((one, at) => ({
        ...one,
        _index: "policies",
        _id: `d${at}`,
        _score: 0.9 - at / 10,
        _source: { text: `Text ${at}.`, title: `Title ${at}`, more: one },
        sort: [at],
      })),
    },
    aggregations: { around },
  }),
});

describe("what is sought", () => {
  it.each([
    ["match", { match: { body: "free returns" } }, "free returns"],
    ["match with settings", { match: { body: { query: "free returns", operator: "and" } } }, "free returns"],
    ["multi_match", { multi_match: { query: "free returns", fields: ["title^2", "body"] } }, "free returns"],
    ["query_string", { query_string: { query: "free AND returns" } }, "free AND returns"],
    [
      "bool, without its filters",
      {
        bool: {
          must: [{ match: { body: "free returns" } }],
          should: [{ match_phrase: { title: "returns" } }],
          filter: [{ term: { lang: "en" } }, { match: { state: "published" } }],
          must_not: [{ match: { state: "draft" } }],
        },
      },
      "free returns returns",
    ],
    ["neural", { neural: { embedding: { query_text: "free returns", model_id: "m", k: 5 } } }, "free returns"],
    ["semantic", { semantic: { field: "body", query: "free returns" } }, "free returns"],
    ["function_score", { function_score: { query: { match: { body: "free returns" } } } }, "free returns"],
  ])("is found in %s", (_kind, query, text) => {
    expect(queryOf({ query })).toMatchObject({ query: text, topK: 10, collection: "policies" });
  });

  it.each([
    ["a knn query", { query: { knn: { embedding: { vector: [1, 2], k: 5 } } } }],
    ["a top-level knn", { knn: { field: "embedding", query_vector: [1, 2], k: 5, num_candidates: 50 } }],
    [
      "a script score",
      {
        query: {
          script_score: { query: { match_all: {} }, script: { source: "…", params: { query_vector: [1, 2] } } },
        },
      },
    ],
    ["a retriever", { retriever: { knn: { field: "embedding", query_vector: [1, 2], k: 5 } } }],
  ])("is the vector of %s", (_kind, body) => {
    expect(queryOf(body)).toMatchObject({ query: "", vector: [1, 2] });
  });

  it.each([
    [
      "hybrid",
      { query: { hybrid: { queries: [{ match: { body: "returns" } }, { knn: { e: { vector: [1, 2], k: 5 } } }] } } },
    ],
    [
      "fused retrievers",
      {
        retriever: {
          rrf: {
            retrievers: [
              { standard: { query: { match: { body: "returns" } } } },
              { knn: { field: "e", query_vector: [1, 2], k: 5 } },
            ],
          },
        },
      },
    ],
  ])("is text and vector of %s", (_kind, body) => {
    expect(queryOf(body)).toMatchObject({ query: "returns", vector: [1, 2] });
  });

  it("is in the parameters too, and every index may be meant", () => {
    const request = requestOf("GET", `${url}/_search?q=returns&size=3`);
    expect(opensearch.decodeCall(request, binding).payload).toEqual({
      kind: "retrieval",
      query: { query: "returns", topK: 3 },
    });
  });

  it("makes no search of other endpoints", () => {
    for (const path of [
      "/policies/_count",
      "/_msearch/template",
      "/policies/_doc/1",
      "/_search/scroll",
      "/policies/_search/template",
    ])
      expect(opensearch.recognise(requestOf("POST", url + path, {}), binding)).toBeUndefined();
  });

  it.each([
    ["no JSON", "{", /Unexpected character/],
    ["a list", [], /START_ARRAY/],
    ["a query that is no object", { query: "returns" }, /no start_object/],
    ["a negative size", { size: -1 }, /\[size\]/],
  ])("is refused with %s", (_what, body, message) => {
    expect(() => queryOf(body)).toThrow(BadRequest);
    expect(() => queryOf(body)).toThrow(message);
  });
});

describe("the response", () => {
  const hits = [
    { id: "r", title: "Returns", text: "30 days", score: 0.92, date: "2026-03-01", fields: { lang: "en" } },
  ];
  const sourceFor = async (body: object): Promise<unknown> => {
    const reply = await exchange({ protocol: opensearch, url, request: search(body) }).encode({ hits });
    return (reply as { hits: { hits: { _source?: unknown }[] } }).hits.hits[0]?._source;
  };

  it("to a corpus has totals, shards and the best score", async () => {
    const reply = await exchange({ protocol: opensearch, url, request: search({}) }).encode({ hits });
    expect(reply).toEqual({
      took: 3,
      timed_out: false,
      _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
      hits: {
        total: { value: 1, relation: "eq" },
        max_score: 0.92,
        hits: [
          {
            _index: "policies",
            _id: "r",
            _score: 0.92,
            _source: { lang: "en", title: "Returns", text: "30 days", date: "2026-03-01" },
          },
        ],
      },
    });
  });

  it("has the part of the source that is asked for", async () => {
    expect(await sourceFor({ _source: false })).toBeUndefined();
    expect(await sourceFor({ _source: ["ti*", "lang"] })).toEqual({ lang: "en", title: "Returns" });
    expect(await sourceFor({ _source: { excludes: ["text"] } })).toEqual({
      lang: "en",
      title: "Returns",
      date: "2026-03-01",
    });
  });

  it("without hits counts none and has no best score", async () => {
    const { decode, encode } = exchange({ protocol: opensearch, url, request: search({}) });
    const hit = { _id: "r", _score: 2, _source: { text: "30 days" } };
    const result = decode({ took: 9, hits: { total: { value: 31, relation: "eq" }, max_score: 2, hits: [hit] } });
    expect(await encode({ ...result, hits: [] })).toEqual({
      took: 9,
      hits: { total: { value: 0, relation: "eq" }, max_score: null, hits: [] },
    });
  });
});

describe("the two products", () => {
  const fail = async (protocol: typeof opensearch) => {
    const call = callOf(protocol.decodeCall(search({ query: { match: { text: "x" } } }), binding), protocol);
    const failure = { kind: "throttled" as const };
    const wire = protocol.encodeReply(call, { kind: "failure", failure }, binding, encodeContext());
    return { headers: wire.headers, body: JSON.parse(decodeText((await joined(wire)).bytes)) };
  };

  it("reject under names of their own, and one says who it is", async () => {
    const [one, other] = [await fail(opensearch), await fail(elasticsearch)];
    expect(one.body.error.root_cause[0].type).toBe("rejected_execution_exception");
    expect(other.body.error.root_cause[0].type).toBe("es_rejected_execution_exception");
    expect(one.headers).not.toHaveProperty("x-elastic-product");
    expect(other.headers["x-elastic-product"]).toBe("Elasticsearch");
    for (const { body } of [one, other])
      expect(body).toMatchObject({
        status: 429,
        error: {
          type: "search_phase_execution_exception",
          reason: "all shards failed",
          failed_shards: [{ index: "policies", shard: 0 }],
        },
      });
  });

  it("answer a versioned media type in kind", () => {
    const accept = "application/vnd.elasticsearch+json; compatible-with=9";
    const request = { ...search({}), headers: { accept } };
    const call = callOf(elasticsearch.decodeCall(request, binding), elasticsearch);
    const reply = { kind: "answer" as const, payload: { kind: "retrieval" as const, result: { hits: [] } } };
    const wire = elasticsearch.encodeReply(call, reply, binding, encodeContext());
    expect(wire.headers["content-type"]).toBe(accept);
  });
});
