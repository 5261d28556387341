import { describe, expect, it } from "vitest";
import { decodeText } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { describeHits, exchange } from "../testing/describe-hits.ts";
import { parseQuery } from "./graphql.ts";
import { weaviate } from "./index.ts";

const url = "https://weaviate.test";
const binding = bindingOf(url, { fields: { id: "key" } });
const plain = bindingOf(url);
const graphql = (query: string) => requestOf("POST", `${url}/v1/graphql`, { query });
const all = "key title text date version topic _additional{id distance}";
const request = graphql(`{Get{Policies(nearVector:{vector:[0.1,-2e-1]} limit:3){${all}}}}`);

describeHits({
  protocol: { ...weaviate, ...keyed() },
  name: "GraphQL Get",
  url,
  request,
  reply: (hits, around) => ({
    data: {
      Get: {
        Policies: hits.map((one, at) => ({
          ...one,
          key: `k${at}`,
          title: `Title ${at}`,
          text: `Text ${at}.`,
          more: one,
          _additional: { id: `u${at}`, distance: 0.1 + at / 10 },
        })),
      },
    },
    extensions: around,
  }),
});

/** The id of a document is a property of its class here; the store's own ids are UUIDs. */
function keyed(): Pick<typeof weaviate, "encodeReply" | "decodeReply"> {
  return {
    encodeReply: (call, reply, _binding, context) => weaviate.encodeReply(call, reply, binding, context),
    decodeReply: (call, reply) => weaviate.decodeReply(call, reply, binding),
  };
}

describe("GraphQL", () => {
  it("is read as far as searches go", () => {
    expect(
      parseQuery('query Q { a: b(x: "\\"y\\"", n: -1.5e2, on: true, e: ASC, l: [1 2], o: {k: null}) { c d { e } } }'),
    ).toEqual([
      {
        name: "b",
        alias: "a",
        arguments: { x: '"y"', n: -150, on: true, e: "ASC", l: [1, 2], o: { k: null } },
        fields: [
          { name: "c", alias: "c", arguments: {}, fields: [] },
          { name: "d", alias: "d", arguments: {}, fields: [{ name: "e", alias: "e", arguments: {}, fields: [] }] },
        ],
      },
    ]);
  });

  it.each([
    "",
    "{",
    "{ a",
    "{ a(b: $c) }",
    "{ ...F }",
    "mutation { a }",
    "{ a } }",
    "{ a(b: ) }",
    '{ a(b: "\\q") }',
    "\u0000",
  ])("that is something else is not: %j", (document) => {
    expect(parseQuery(document) ?? []).toEqual([]);
  });
});

describe("the search", () => {
  const queryOf = (args: string) => {
    const { payload } = weaviate.decodeCall(graphql(`{Get{Policies(${args}){text}}}`), plain);
    return payload.kind === "retrieval" ? payload.query : undefined;
  };

  it.each([
    ['nearText:{concepts:["free","returns"]} limit:4', { query: "free returns", topK: 4 }],
    ["nearVector:{vector:[1,2]}", { query: "", vector: [1, 2] }],
    ['bm25:{query:"returns"}', { query: "returns" }],
    ['hybrid:{query:"returns" vector:[1,2] alpha:0.5}', { query: "returns", vector: [1, 2] }],
    ['ask:{question:"May I return it?"}', { query: "May I return it?" }],
    [
      'bm25:{query:"x"} where:{path:["lang"] operator:Equal valueText:"en"}',
      {
        query: "x",
        filter: { path: ["lang"], operator: "Equal", valueText: "en" },
      },
    ],
  ])("is read from %s", (args, expected) => {
    expect(queryOf(args)).toEqual({ collection: "Policies", ...expected });
  });

  it("is one class; aggregations, several classes and other endpoints are relayed", () => {
    const asked = [
      "{Aggregate{Policies{meta{count}}}}",
      "{Get{A{x} B{x}}}",
      "{Get{A{x}} Aggregate{A{x}}}",
      "query($l:Int){Get{A(limit:$l){x}}}",
    ];
    for (const query of asked) expect(weaviate.recognise(graphql(query), plain)).toBeUndefined();
    for (const path of ["/v1/objects", "/v1/meta", "/weaviate.v1.Weaviate/Search"])
      expect(weaviate.recognise(requestOf("POST", url + path, {}), plain)).toBeUndefined();
  });

  it("is answered with what it selects, in every measure that it asks for", async () => {
    const asked = graphql(
      '{Get{Found:Policies(bm25:{query:"x"}){title missing _additional{distance certainty score}}}}',
    );
    const { encode } = exchange({ protocol: weaviate, url, request: asked });
    const hits = [{ id: "r", title: "Returns", text: "30 days", score: 0.9, fields: {} }];
    expect(await encode({ hits })).toEqual({
      data: {
        Get: {
          Found: [
            {
              title: "Returns",
              missing: null,
              _additional: { distance: expect.closeTo(-Math.log(0.9), 9), certainty: 0.9, score: "0.9" },
            },
          ],
        },
      },
    });
  });

  it("keeps a score that is text as text", async () => {
    const { decode, encode } = exchange({ protocol: weaviate, url, request });
    const reply = { data: { Get: { Policies: [{ title: "A", _additional: { id: "u", score: "0.8" } }] } } };
    const result = decode(reply);
    expect(result?.hits[0]?.score).toBe(0.8);
    const hits = (result?.hits ?? []).map((hit) => ({ ...hit, score: 0.2 }));
    expect(await encode({ ...result, hits })).toEqual({
      data: { Get: { Policies: [{ title: "A", _additional: { id: "u", score: "0.2" } }] } },
    });
  });

  it("has found nothing where the reply has errors", () => {
    const { decode } = exchange({ protocol: weaviate, url, request });
    expect(decode({ data: { Get: { Policies: null } }, errors: [{ message: "x" }] })).toBeUndefined();
  });
});

describe("failures", () => {
  const fail = async (operation: string, kind: "throttled" | "unavailable", echo?: unknown) => {
    const draft = { operation, payload: { kind: "tool" as const, request: { arguments: {} } }, stream: false, echo };
    const wire = weaviate.encodeReply(
      callOf(draft, weaviate),
      { kind: "failure", failure: { kind } },
      plain,
      encodeContext(),
    );
    return { status: wire.status, headers: wire.headers, text: decodeText((await joined(wire)).bytes) };
  };

  it("are errors in a 200 over GraphQL, statuses over REST, and trailers over gRPC", async () => {
    const { echo } = weaviate.decodeCall(request, plain);
    const overGraphql = await fail("get", "throttled", echo);
    expect(overGraphql.status).toBe(200);
    expect(JSON.parse(overGraphql.text)).toEqual({
      data: { Get: { Policies: null } },
      errors: [{ locations: [{ column: 6, line: 1 }], message: "Too many requests", path: ["Get", "Policies"] }],
    });
    const overRest = await fail("GET /v1/meta", "throttled");
    expect([overRest.status, JSON.parse(overRest.text)]).toEqual([429, { error: [{ message: "Too many requests" }] }]);
    const overGrpc = await fail("POST /weaviate.v1.Weaviate/Search", "unavailable");
    expect(overGrpc).toMatchObject({
      status: 200,
      headers: { "content-type": "application/grpc", "grpc-status": "14" },
    });
  });

  it("of a search over gRPC that nothing can answer say so", () => {
    const wire = weaviate.standIn?.(requestOf("POST", `${url}/weaviate.v1.Weaviate/Search`), plain);
    expect(wire?.headers["grpc-status"]).toBe("12");
    expect(decodeURIComponent(wire?.headers["grpc-message"] ?? "")).toMatch(/reads no gRPC/);
  });
});
