import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "../../domain/call.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { decodeText, encodeText } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { operationsIn } from "./document.ts";
import { graphql } from "./index.ts";

const base = "https://shop.test/graphql";
const query =
  'query GetOrder($id: ID! = "}") @live { first: order(id: $id, by: {a: 1}) { id ...Lines } stock @skip(if: false) { n } }';
const post = (body: unknown, headers = {}) => requestOf("POST", base, body, headers);
const draftOf = (body: unknown, headers = {}, options = {}) =>
  graphql.decodeCall(post(body, headers), bindingOf(base, options));

describe("a document", () => {
  it("tells its operations and their first fields, through strings, comments and fragments", () => {
    const source = `
      # { not this }
      fragment Lines on Order { lines { sku } }
      ${query}
      mutation { refund(note: """a "quoted" } brace""") { ok } ...More ... on Shop { open } }
      subscription Watch { ticks }`;
    expect(operationsIn(source)).toEqual([
      {
        kind: "query",
        name: "GetOrder",
        fields: [
          { name: "order", key: "first" },
          { name: "stock", key: "stock" },
        ],
      },
      { kind: "mutation", fields: [{ name: "refund", key: "refund" }] },
      { kind: "subscription", name: "Watch", fields: [{ name: "ticks", key: "ticks" }] },
    ]);
    expect(operationsIn("{ a b }")).toEqual([
      {
        kind: "query",
        fields: [
          { name: "a", key: "a" },
          { name: "b", key: "b" },
        ],
      },
    ]);
  });

  it("of any text is read or given up, never thrown at", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("{", "}", "(", ")", "query", " a", '"', "...", ":", "@", "#", "\n") }),
        (text) => {
          operationsIn(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("the request", () => {
  it.each([
    ["a named operation", { query, variables: { id: "1" } }, "GetOrder", "GET", { id: "1" }],
    [
      "the one that is asked for",
      { query: "query A { a } mutation B { b }", operationName: "B", variables: { x: 1 } },
      "B",
      "POST",
      { x: 1 },
    ],
    [
      "an operation without a name",
      { query: "mutation { refund { ok } }", variables: { x: 1 } },
      "refund",
      "POST",
      { x: 1 },
    ],
    [
      "a persisted query",
      { extensions: { persistedQuery: { version: 1, sha256Hash: "ecf4edb46db40b51" } }, variables: { x: 1 } },
      "persisted-ecf4edb4",
      "GET",
      { x: 1 },
    ],
  ])("%s", (_case, body, operation, method, given) => {
    expect(graphql.recognise(post(body), bindingOf(base))).toBe(operation);
    expect(draftOf(body)).toMatchObject({ operation, payload: { request: { method, arguments: given } } });
  });

  it("may be a GET, and a batch is one call", () => {
    const url = `${base}?query=${encodeURIComponent(query)}&variables=${encodeURIComponent('{"id":"7"}')}`;
    expect(graphql.decodeCall(requestOf("GET", url), bindingOf(base))).toMatchObject({
      operation: "GetOrder",
      payload: { request: { arguments: { id: "7" } } },
    });
    expect(draftOf([{ query: "{ a }" }, { query: "{ b }" }]).operation).toBe("batch");
    expect(graphql.recognise(requestOf("GET", base), bindingOf(base))).toBeUndefined();
  });

  it.each([[{}], [{ query: "query {" }], [{ query: "query A { a }", operationName: "B" }]])("%j is refused", (body) => {
    expect(() => draftOf(body)).toThrow(BadRequest);
  });
});

async function fail(failure: Failure, headers = {}, options = {}) {
  const call = callOf(draftOf({ query }, headers, options), graphql);
  const wire = graphql.encodeReply(call, { kind: "failure", failure }, bindingOf(base), encodeContext());
  return { status: wire.status, type: wire.headers["content-type"], text: decodeText((await joined(wire)).bytes) };
}

describe("failures", () => {
  it.each([
    ["throttled", "RATE_LIMITED"],
    ["server-error", "INTERNAL_SERVER_ERROR"],
    ["credentials-expired", "UNAUTHENTICATED"],
    ["access-denied", "FORBIDDEN"],
    ["not-found", "NOT_FOUND"],
    ["invalid-request", "BAD_USER_INPUT"],
  ] as const)("%s is an error in a 200 with the code %s", async (kind, code) => {
    const { status, text } = await fail({ kind });
    expect(status).toBe(200);
    expect(JSON.parse(text).errors).toMatchObject([{ message: expect.any(String), extensions: { code } }]);
  });

  it("of an execution name the field and leave no data; others say nothing of data", async () => {
    expect(JSON.parse((await fail({ kind: "server-error" })).text)).toMatchObject({
      data: null,
      errors: [{ path: ["first"] }],
    });
    expect(JSON.parse((await fail({ kind: "throttled" })).text)).not.toHaveProperty("data");
  });

  it("have a status for clients that take the newer media type, before execution, and where the options say so", async () => {
    const modern = { accept: "application/graphql-response+json" };
    expect(await fail({ kind: "credentials-expired" }, modern)).toMatchObject({
      status: 401,
      type: "application/graphql-response+json; charset=utf-8",
    });
    expect((await fail({ kind: "server-error" }, modern)).status).toBe(200);
    expect((await fail({ kind: "server-error" }, {}, { errors: "http" })).status).toBe(500);
    expect(await fail({ kind: "unavailable" })).toMatchObject({ status: 503, type: "text/html" });
  });
});

describe("answers", () => {
  const call = callOf(draftOf({ query }), graphql);
  const read = (body: unknown) =>
    graphql.decodeReply(call, { status: 200, headers: {}, bytes: encodeText(JSON.stringify(body)) }, bindingOf(base));

  it("are the data, written back with what stood around them", async () => {
    const body = { data: { first: { id: "1" } }, extensions: { cost: 3 } };
    const payload = read(body);
    if (payload?.kind !== "tool") throw new Error("No answer.");
    expect(payload.result.value).toEqual(body.data);
    const wire = graphql.encodeReply(call, { kind: "answer", payload }, bindingOf(base), encodeContext());
    expect(JSON.parse(decodeText((await joined(wire)).bytes))).toEqual(body);
  });

  it.each([[{ data: null }], [{ errors: [] }], [{ data: { a: 1 }, errors: [{ message: "x" }] }], [[]]])(
    "%j is none",
    (body) => {
      expect(read(body)).toBeUndefined();
    },
  );

  it("can be hollow: no data, an error, or null where the fields should be", async () => {
    const hollow = async (kind: "no-answer" | "error-in-200" | "failed") => {
      const wire = graphql.hollow?.reply(kind, call, encodeContext(), { kind: "server-error" });
      return wire && JSON.parse(decodeText((await joined(wire)).bytes));
    };
    expect(await hollow("no-answer")).toEqual({ data: null });
    expect(await hollow("failed")).toMatchObject({
      data: { first: null, stock: null },
      errors: [{ path: ["first"] }, {}],
    });
    expect(await hollow("error-in-200")).toMatchObject({ data: null, errors: [{}] });
  });
});
