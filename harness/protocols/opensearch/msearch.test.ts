import { describe, expect, it } from "vitest";
import { decodeText } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { describeHits } from "../testing/describe-hits.ts";
import { opensearch } from "./index.ts";

const url = "https://search.test";
const binding = bindingOf(url);
const search = (body: unknown, path: string) => requestOf("POST", url + path, body);
const queryOf = (body: unknown, path: string) => {
  const { payload } = opensearch.decodeCall(search(body, path), binding);
  return payload.kind === "retrieval" ? payload.query : undefined;
};

const batch = `{}\n${JSON.stringify({ query: { match: { text: "returns" } }, size: 2 })}\n{"index":"others"}\n{"query":{}}\n`;
describeHits({
  protocol: opensearch,
  name: "_msearch",
  url,
  request: search(batch, "/policies/_msearch"),
  reply: (hits, around) => ({
    took: 4,
    around,
    responses: [
      {
        took: 2,
        hits: {
          total: { value: hits.length, relation: "eq" },
          max_score: hits.length === 0 ? null : 0.9,
          hits: hits.map((one, at) => ({
            ...one,
            _id: `d${at}`,
            _score: 0.9 - at / 10,
            _source: { text: `Text ${at}.`, title: `Title ${at}`, more: one },
          })),
        },
        status: 200,
      },
      { error: { type: "index_not_found_exception", around }, status: 404 },
    ],
  }),
});

describe("a batch", () => {
  it("has a line for where to look and one for what, and the index of its path where none is told", () => {
    expect(queryOf(batch, "/policies/_msearch")).toMatchObject({
      query: "returns",
      topK: 2,
      collection: "policies",
      others: [{ query: "", topK: 10, collection: "others" }],
    });
    expect(queryOf('\n{"size":1}\n', "/_msearch")).toEqual({ query: "", topK: 1 });
  });

  it.each([
    ["no end of its last line", '{}\n{"size":1}', /must be terminated by a newline/],
    ["nothing", "", /request body or source parameter is required/],
    ["a line alone", "{}\n", /no requests added/],
    ["a search that is not told", '{}\n{"size":1}\n{}\n', /Unexpected character or end of input/],
    ["a line that is no JSON", "{}\n{\n", /Unexpected character or end of input/],
  ])("is refused with %s", (_what, body, message) => {
    expect(() => queryOf(body, "/_msearch")).toThrow(message);
  });

  it("tells what befalls a search in its place, and what befalls the cluster by status", async () => {
    const call = callOf(opensearch.decodeCall(search(batch, "/_msearch"), binding), opensearch);
    const fail = async (kind: "not-found" | "credentials-expired") => {
      const wire = opensearch.encodeReply(call, { kind: "failure", failure: { kind } }, binding, encodeContext());
      return { status: wire.status, body: JSON.parse(decodeText((await joined(wire)).bytes)) };
    };
    expect(await fail("not-found")).toMatchObject({
      status: 200,
      body: { responses: [{ status: 404, error: { type: "index_not_found_exception" } }, { status: 404 }] },
    });
    expect(await fail("credentials-expired")).toMatchObject({ status: 401 });
  });
});
