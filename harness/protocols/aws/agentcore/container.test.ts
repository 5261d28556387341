import fc from "fast-check";
import { expect, it } from "vitest";
import { BadRequest } from "../../../domain/protocol.ts";
import { decodeText, encodeText } from "../../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../../testing/calls.ts";
import { collect } from "../../testing/collect.ts";
import { chunksOf } from "../../testing/describe-round-trip.ts";
import { agentcoreContainer as protocol } from "./container.ts";

const base = "http://agent.test:8080";
const binding = bindingOf(base);
const read = (...given: Parameters<typeof requestOf>) => protocol.decodeCall(requestOf(...given), binding);
const call = callOf(read("POST", `${base}/invocations`, { prompt: "Hi" }), protocol);

it("has two endpoints", () => {
  const at = (method: string, path: string) => protocol.recognise(requestOf(method, base + path), binding);
  expect([at("POST", "/invocations"), at("GET", "/ping"), at("GET", "/invocations"), at("POST", "/mcp")]).toEqual([
    "invocations",
    "ping",
    undefined,
    undefined,
  ]);
  expect(call.payload).toMatchObject({ kind: "tool", request: { arguments: { prompt: "Hi" } } });
  expect(read("POST", `${base}/invocations`, "hello", { "content-type": "text/plain" }).payload).toMatchObject({
    request: { arguments: { payload: "hello" } },
  });
  expect(() => read("POST", `${base}/invocations`, "{")).toThrow(BadRequest);
});

it("tells failures as the servers of the SDKs do", async () => {
  const encode = (kind: "server-error" | "invalid-request", message?: string) =>
    joined(
      protocol.encodeReply(
        call,
        { kind: "failure", failure: { kind, ...(message ? { message } : {}) } },
        binding,
        encodeContext(),
      ),
    );
  const { status, bytes } = await encode("server-error", "division by zero");
  expect([status, decodeText(bytes)]).toEqual([500, '{"error":"division by zero"}']);
  expect((await encode("invalid-request")).status).toBe(400);
});

it("reads and writes events without names, and leaves others alone", async () => {
  const headers = { "content-type": "text/event-stream; charset=utf-8" };
  const text = 'data: {"a":1}\n\ndata: two\n\n';
  const reply = { status: 200, headers, bytes: encodeText(text) };
  const payload = protocol.decodeReply(call, reply, binding);
  expect(payload).toEqual({ kind: "tool", result: { status: 200, value: [{ a: 1 }, "two"], headers } });
  if (!payload) throw new Error("No answer.");
  const again = await joined(protocol.encodeReply(call, { kind: "answer", payload }, binding, encodeContext()));
  expect(protocol.decodeReply(call, again, binding)).toMatchObject({ result: { value: [{ a: 1 }, "two"] } });
  const named = encodeText(`${text}event: error\ndata: {"error":"x"}\n\n`);
  expect(protocol.decodeReply(call, { ...reply, bytes: named }, binding)).toBeUndefined();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), async (cuts) => {
      const frames = protocol.split ? await collect(protocol.split(chunksOf(named, cuts), reply)) : [];
      expect(frames).toMatchObject([{ mark: "content" }, { mark: "content" }, { mark: "close" }]);
    }),
  );
});
