import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ToolAnswer, ToolRequest } from "../../domain/call.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { decodeText, encodeText, type WireReply } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { httpJson } from "./index.ts";

const base = "http://shop.test/api";
const bare = bindingOf(base);
const declared = bindingOf(base, {
  operations: { get_order: "GET /orders/:order_id", late_orders: "GET /orders/late", create_refund: "POST /refunds" },
});

function toolCall(
  binding: typeof bare,
  ...given: Parameters<typeof requestOf>
): ToolRequest & { readonly operation: string } {
  const request = requestOf(...given);
  const { operation, payload } = httpJson.decodeCall(request, binding);
  expect(httpJson.recognise(request, binding)).toBe(operation);
  if (payload.kind !== "tool") throw new Error("Not a tool request.");
  return { operation, ...payload.request };
}

describe("the request", () => {
  it("is a declared operation, literal paths first, with path, query and body as arguments", () => {
    expect(toolCall(declared, "GET", `${base}/orders/TG-1001?include=lines&include=notes&full=1`)).toMatchObject({
      operation: "get_order",
      arguments: { order_id: "TG-1001", include: ["lines", "notes"], full: "1" },
      method: "GET",
      path: "/orders/TG-1001",
    });
    expect(toolCall(declared, "GET", `${base}/orders/late`).operation).toBe("late_orders");
    const refund = toolCall(
      declared,
      "POST",
      `${base}/refunds`,
      { order_id: "TG-1001", amount: 89.5 },
      { "idempotency-key": "k1" },
    );
    expect(refund).toMatchObject({
      operation: "create_refund",
      arguments: { order_id: "TG-1001", amount: 89.5 },
      idempotencyKey: "k1",
    });
  });

  it.each([
    ["GET", "/orders/TG-1001", "GET /orders/:id", { id: "TG-1001" }],
    ["GET", "/orders/42/lines/7", "GET /orders/:id/lines/:id", { id: "42", id2: "7" }],
    [
      "DELETE",
      "/users/9f1c2b34-aaaa-4bbb-8ccc-1234567890ab",
      "DELETE /users/:id",
      { id: "9f1c2b34-aaaa-4bbb-8ccc-1234567890ab" },
    ],
    ["GET", "/customers/ada%40shop.test", "GET /customers/:id", { id: "ada@shop.test" }],
    ["GET", "/v2/oauth2/token", "GET /v2/oauth2/token", {}],
    ["GET", "/orders/%E0%A4%A", "GET /orders/:id", { id: "%E0%A4%A" }],
    ["GET", "", "GET /", {}],
  ])("%s %s without a declaration is %s", (method, path, operation, parameters) => {
    expect(toolCall(bare, method, base + path)).toMatchObject({ operation, arguments: parameters });
  });

  it("reads forms, and keeps a body that is no object as one argument", () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(toolCall(bare, "POST", `${base}/pay`, "amount=5&to=ada", form).arguments).toEqual({
      amount: "5",
      to: "ada",
    });
    expect(toolCall(bare, "POST", `${base}/tags`, ["a", "b"]).arguments).toEqual({ body: ["a", "b"] });
    expect(toolCall(bare, "POST", `${base}/note`, "hello", { "content-type": "text/plain" }).arguments).toEqual({
      body: "hello",
    });
  });

  it("is refused if it says it is JSON and is not", () => {
    expect(() => toolCall(bare, "POST", `${base}/pay`, "{")).toThrow(BadRequest);
  });
});

describe("the reply", () => {
  const call = callOf(
    { operation: "x", payload: { kind: "tool", request: { arguments: {} } }, stream: false },
    httpJson,
  );
  const encode = (result: ToolAnswer): WireReply =>
    httpJson.encodeReply(call, { kind: "answer", payload: { kind: "tool", result } }, bare, encodeContext());
  const decode = (text: string, headers = {}, status = 200) =>
    httpJson.decodeReply(call, { status, headers, bytes: encodeText(text) }, bare);

  it("is JSON with a status; a string is the body as it is", async () => {
    const json = encode({ status: 201, value: { id: "r1" } });
    expect([json.status, json.headers["content-type"], decodeText((await joined(json)).bytes)]).toEqual([
      201,
      "application/json",
      '{"id":"r1"}',
    ]);
    const text = encode({ status: 200, value: "<html>", headers: { "content-type": "text/html" } });
    expect([text.headers["content-type"], decodeText((await joined(text)).bytes)]).toEqual(["text/html", "<html>"]);
  });

  it("has no body and no length where HTTP allows none", () => {
    const reply = encode({ status: 204, value: "" });
    expect(reply.body).toEqual([]);
    expect(reply.headers).not.toHaveProperty("content-length");
  });

  it("keeps status and headers of its own, but not those of the old body", () => {
    expect(decode('{"a":1}', { etag: "x", "content-length": "7", "transfer-encoding": "chunked" }, 404)).toEqual({
      kind: "tool",
      result: { status: 404, value: { a: 1 }, headers: { etag: "x" } },
    });
  });

  it("is left alone if it is compressed", () => {
    expect(decode("{}", { "content-encoding": "gzip" })).toBeUndefined();
  });

  it("read and written again has the same body", async () => {
    const body = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        const payload = decode(text);
        if (payload?.kind !== "tool") throw new Error("No answer.");
        const { bytes } = await joined(encode(payload.result));
        const again = decode(decodeText(bytes));
        expect(again).toMatchObject({ kind: "tool", result: { value: payload.result.value } });
      }),
    );
  });

  it("names the operations that are declared", () => {
    expect(httpJson.operations?.(declared.options)).toEqual(["get_order", "late_orders", "create_refund"]);
    expect(httpJson.operations?.({})).toBeUndefined();
  });

  it("names operations that are no request lines", () => {
    expect(
      httpJson
        .checkOptions?.({ operations: { get_order: "orders" } })
        .map(({ message }) => message)
        .join(),
    ).toMatch(/options\.operations\.get_order: Needs a method and a path/);
    expect(
      httpJson
        .checkOptions?.({ operations: { get_order: "GTE /orders/:id" } })
        .map(({ message }) => message)
        .join(),
    ).toMatch(/options\.operations\.get_order: Has a method that HTTP does not know/);
  });
});
