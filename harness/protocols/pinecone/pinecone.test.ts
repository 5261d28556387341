import { describe, expect, it } from "vitest";
import { BadRequest } from "../../domain/protocol.ts";
import { decodeText } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { describeHits, exchange } from "../testing/describe-hits.ts";
import { pinecone } from "./index.ts";

const url = "https://policies-1a2b3c4.svc.test";
const binding = bindingOf(url);
const query = (body: unknown) => requestOf("POST", `${url}/query`, body);
const search = (body: unknown) => requestOf("POST", `${url}/records/namespaces/policies/search`, body);
const texts = (at: number, unknown: object) => ({ text: `Text ${at}.`, title: `Title ${at}`, more: unknown });

describeHits({
  protocol: pinecone,
  name: "query",
  url,
  request: query({ vector: [0.1, 0.2], topK: 3, includeMetadata: true }),
  reply: (hits, around) => ({
    results: [],
    matches: hits.map((one, at) => ({
      ...one,
      id: `m${at}`,
      score: 0.9 - at / 10,
      values: [],
      metadata: texts(at, one),
    })),
    namespace: "",
    usage: around,
  }),
});
describeHits({
  protocol: pinecone,
  name: "search of records",
  url,
  request: search({ query: { top_k: 3, inputs: { text: "returns" } } }),
  reply: (hits, around) => ({
    result: {
      hits: hits.map((one, at) => ({ ...one, _id: `m${at}`, _score: 0.9 - at / 10, fields: texts(at, one) })),
      more: around,
    },
    usage: around,
  }),
});

describe("the request", () => {
  it("of a query has a vector, a number and a namespace", () => {
    const body = { namespace: "policies", vector: [1, 2], topK: 4, filter: { topic: { $eq: "returns" } } };
    expect(pinecone.decodeCall(query(body), binding).payload).toEqual({
      kind: "retrieval",
      query: { query: "", vector: [1, 2], topK: 4, filter: { topic: { $eq: "returns" } }, collection: "policies" },
    });
  });

  it("of a search has the text that the service embeds", () => {
    const body = { query: { top_k: 4, inputs: { text: "returns" } }, fields: ["text"] };
    expect(pinecone.decodeCall(search(body), binding).payload).toEqual({
      kind: "retrieval",
      query: { query: "returns", topK: 4, collection: "policies" },
    });
  });

  it.each([
    ["no JSON", query("{"), /Expected an object key/],
    ["no vector", query({ topK: 3 }), /Either 'vector' or 'ID' must be provided/],
    ["no number", query({ vector: [1] }), /topK/],
    ["too large a number", query({ vector: [1], topK: 20_000 }), /between 1 and 10000/],
    ["nothing to search for", search({ query: { top_k: 3 } }), /'inputs'/],
  ])("is refused with %s", (_what, request, message) => {
    expect(() => pinecone.decodeCall(request, binding)).toThrow(BadRequest);
    expect(() => pinecone.decodeCall(request, binding)).toThrow(message);
  });
});

describe("failures", () => {
  const fail = async (request: ReturnType<typeof query>, kind: "throttled" | "credentials-expired") => {
    const call = callOf(pinecone.decodeCall(request, binding), pinecone);
    const wire = pinecone.encodeReply(call, { kind: "failure", failure: { kind } }, binding, encodeContext());
    return { headers: wire.headers, text: decodeText((await joined(wire)).bytes) };
  };

  it("have the RPC form on the vector plane, the wrapped one for records, and none for a wrong key", async () => {
    const asked = query({ vector: [1], topK: 1 });
    const records = search({ query: { top_k: 1, inputs: { text: "x" } } });
    expect(JSON.parse((await fail(asked, "throttled")).text)).toEqual({
      code: 8,
      message: expect.any(String),
      details: [],
    });
    expect(JSON.parse((await fail(records, "throttled")).text)).toEqual({
      error: { code: "RESOURCE_EXHAUSTED", message: expect.stringContaining("policies") },
      status: 429,
    });
    const { headers, text } = await fail(asked, "credentials-expired");
    expect(text).toBe("Invalid API Key");
    expect(headers["x-pinecone-auth-rejected-reason"]).toBe("Wrong API key");
  });
});

describe("what a document shows", () => {
  const hits = [{ id: "r", title: "Returns", text: "30 days", score: 0.9, fields: {} }];

  it("is the metadata only if asked for, and only the fields that are asked for", async () => {
    const plain = exchange({ protocol: pinecone, url, request: query({ vector: [1], topK: 1 }) });
    expect(await plain.encode({ hits })).toMatchObject({ matches: [{ id: "r", score: 0.9, values: [] }] });
    expect(JSON.stringify(await plain.encode({ hits }))).not.toContain("30 days");
    const request = search({ query: { top_k: 1, inputs: { text: "x" } }, fields: ["text"] });
    expect(await exchange({ protocol: pinecone, url, request }).encode({ hits })).toMatchObject({
      result: { hits: [{ _id: "r", _score: 0.9, fields: { text: "30 days" } }] },
    });
  });
});
