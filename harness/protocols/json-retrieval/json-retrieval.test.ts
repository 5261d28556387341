import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "../../domain/call.ts";
import { BadRequest } from "../../domain/protocol.ts";
import type { RetrievalAnswer } from "../../domain/retrieval.ts";
import { decodeText, encodeText } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { jsonRetrieval } from "./index.ts";

const base = "http://kb.test/api";
const plain = bindingOf(base);
const mapped = bindingOf(base, {
  search: "POST /indexes/:name/_search",
  query: "query.match.text",
  topK: "?size",
  hits: "hits.hits",
  fields: { id: "_id", text: "_source.body", title: "_source.title", score: "_score", date: "_source.updated_at" },
});
const call = callOf(
  { operation: "search", payload: { kind: "retrieval", query: { query: "q" } }, stream: false },
  jsonRetrieval,
);

const decode = (value: unknown, binding = plain): RetrievalAnswer | undefined => {
  const bytes = encodeText(JSON.stringify(value));
  const payload = jsonRetrieval.decodeReply(call, { status: 200, headers: {}, bytes }, binding);
  return payload?.kind === "retrieval" ? payload.result : undefined;
};
const encode = async (result: RetrievalAnswer, binding = plain): Promise<unknown> => {
  const reply = { kind: "answer" as const, payload: { kind: "retrieval" as const, result } };
  return JSON.parse(decodeText((await joined(jsonRetrieval.encodeReply(call, reply, binding, encodeContext()))).bytes));
};
const queryOf = (...given: Parameters<typeof requestOf>): unknown =>
  jsonRetrieval.decodeCall(requestOf(...given), plain).payload;

describe("the request", () => {
  it("is a search only at its method and path below the base address", () => {
    const at = (method: string, path: string) => jsonRetrieval.recognise(requestOf(method, base + path), plain);
    expect([at("POST", "/search"), at("POST", "/search/")]).toEqual(["search", "search"]);
    expect([at("GET", "/search"), at("POST", "/documents"), at("POST", "/search/more")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(jsonRetrieval.recognise(requestOf("POST", `${base}/indexes/policies/_search?size=3`), mapped)).toBe(
      "search",
    );
  });

  it("has query, number and filter where the options say", () => {
    const filter = { topic: "returns" };
    expect(queryOf("POST", `${base}/search`, { query: "returns", top_k: 4, filter })).toEqual({
      kind: "retrieval",
      query: { query: "returns", topK: 4, filter },
    });
    const request = requestOf("POST", `${base}/indexes/p/_search?size=3`, { query: { match: { text: "returns" } } });
    expect(jsonRetrieval.decodeCall(request, mapped).payload).toEqual({
      kind: "retrieval",
      query: { query: "returns", topK: 3 },
    });
    const binding = bindingOf(base, { search: "GET /find", query: "q", topK: "n" });
    expect(jsonRetrieval.decodeCall(requestOf("GET", `${base}/find?q=a%20b&n=2`), binding).payload).toEqual({
      kind: "retrieval",
      query: { query: "a b", topK: 2 },
    });
  });

  it.each([
    ["no query", { top_k: 3 }, /"query" is missing/],
    ["a query of another type", { query: 7 }, /"query" is missing or is not a string/],
    ["no JSON", "{", /not valid JSON/],
  ])("is refused with %s", (_case, body, message) => {
    const read = (): unknown => queryOf("POST", `${base}/search`, body);
    expect(read).toThrow(BadRequest);
    expect(read).toThrow(message);
  });
});

describe("the reply", () => {
  const wire = {
    took: 3,
    total: 2,
    results: [
      {
        id: 7,
        title: "Returns",
        text: "30 days",
        score: 0.91,
        date: "2026-03-01",
        version: 4,
        tags: ["a"],
        meta: { x: null },
      },
      { id: "b", text: "Shipping", highlight: "<em>S</em>" },
    ],
  };

  it("is read into hits", () => {
    expect(decode(wire)?.hits).toMatchObject([
      { id: "7", title: "Returns", text: "30 days", score: 0.91, date: "2026-03-01", version: "4" },
      { id: "b", text: "Shipping" },
    ]);
    expect(decode(wire)?.hits[1]).not.toHaveProperty("title");
  });

  it("keeps every member and type that nobody changed", async () => {
    const result = decode(wire);
    expect(result && (await encode(result))).toEqual(wire);
    const changed = result && { ...result, hits: result.hits.map((hit) => ({ ...hit, text: "45 days" })) };
    expect(changed && (await encode(changed))).toEqual({
      ...wire,
      results: wire.results.map((hit) => ({ ...hit, text: "45 days" })),
    });
  });

  it("writes changed, added and removed fields where they belong", async () => {
    const elastic = {
      took: 1,
      hits: {
        total: { value: 1 },
        hits: [{ _id: "p1", _score: 3.2, _source: { body: "30 days", updated_at: "2026-03-01", lang: "en" } }],
      },
    };
    const result = decode(elastic, mapped);
    expect(result?.hits[0]).toMatchObject({ id: "p1", text: "30 days", score: 3.2, date: "2026-03-01" });
    const hits = (result?.hits ?? []).map(({ date: _date, ...hit }) => ({ ...hit, text: "45 days", title: "Returns" }));
    expect(await encode({ ...result, hits }, mapped)).toEqual({
      took: 1,
      hits: {
        total: { value: 1 },
        hits: [{ _id: "p1", _score: 3.2, _source: { body: "45 days", lang: "en", title: "Returns" } }],
      },
    });
  });

  it("can be written from documents that were never on the wire", async () => {
    const hits = [{ id: "x", title: "T", text: "Text", score: 0.5, date: "2025-01-01", fields: {} }];
    expect(await encode({ hits })).toEqual({
      results: [{ id: "x", title: "T", text: "Text", score: 0.5, date: "2025-01-01" }],
    });
    expect(await encode({ hits: [] })).toEqual({ results: [] });
  });

  it("survives reading and writing, whatever its hits hold", async () => {
    const hit = fc.dictionary(
      fc.oneof(fc.constantFrom("id", "title", "text", "score", "date", "version"), fc.string()),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const reply = fc.record({ results: fc.array(hit), next: fc.jsonValue() });
    await fc.assert(
      fc.asyncProperty(reply, async (given) => {
        const value: unknown = JSON.parse(JSON.stringify(given));
        const result = decode(value);
        expect(result && (await encode(result))).toEqual(value);
      }),
    );
  });

  it("may be the array itself", async () => {
    const binding = bindingOf(base, { hits: "." });
    const result = decode([{ id: "a", text: "t" }], binding);
    expect(result && (await encode(result, binding))).toEqual([{ id: "a", text: "t" }]);
  });

  it.each([[{ results: "none" }], [{ hits: [] }], [{ results: ["text"] }], [null]])(
    "is no answer without hits: %j",
    (value) => {
      expect(decode(value)).toBeUndefined();
    },
  );
});

describe("failures and options", () => {
  const fail = async (
    failure: Failure,
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; text: string }> => {
    const wire = jsonRetrieval.encodeReply(call, { kind: "failure", failure }, plain, encodeContext());
    return { status: wire.status, headers: wire.headers, text: decodeText((await joined(wire)).bytes) };
  };

  it.each([
    ["throttled", 429],
    ["overloaded", 503],
    ["server-error", 500],
    ["bad-gateway", 502],
    ["unavailable", 503],
    ["gateway-timeout", 504],
    ["credentials-expired", 401],
    ["access-denied", 403],
    ["not-found", 404],
    ["invalid-request", 400],
  ] as const)("%s is a %i", async (kind, status) => {
    const { headers, text, ...reply } = await fail({ kind });
    expect(reply.status).toBe(status);
    expect(headers).not.toHaveProperty("retry-after");
    if (kind.includes("gateway")) expect(text).toContain(`<h1>${status} `);
    else expect(JSON.parse(text)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  it("shows the failure's own status and message", async () => {
    const { status, text } = await fail({ kind: "unavailable", status: 507, message: "Index is full." });
    expect(status).toBe(507);
    expect(JSON.parse(text)).toEqual({ error: { code: "unavailable", message: "Index is full." } });
  });

  it("names what is wrong in the options", () => {
    const errors = jsonRetrieval
      .checkOptions?.({ search: "search", fields: { txt: "body" } })
      .map(({ message }) => message)
      .join("\n");
    expect(errors).toMatch(/options\.search: Needs a method and a path/);
    expect(errors).toMatch(/"txt" among options\.fields\. Did you mean "text"\?/);
  });
});
