import { describe, expect, it } from "vitest";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { decodeText } from "../../domain/wire.ts";
import { findProtocol } from "../index.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { describeRoundTrip } from "../testing/describe-round-trip.ts";
import { anyText, jsonObject } from "../testing/turns.ts";

const found = findProtocol("vertex-partner");
if (!found) throw new Error("There is no protocol for partner models.");
const protocol = found;

describeRoundTrip({
  protocol,
  operation: "chat",
  whole: jsonObject(),
  streamed: anyText().filter((text) => text !== ""),
  cuts: ["length", "refusal", "context-window"],
});

const url = "https://us-east5-aiplatform.googleapis.com";
const binding = bindingOf(url);
const at = (publisher: string, model: string, method: string, more: object = {}) =>
  requestOf("POST", `${url}/v1/projects/p/locations/l/publishers/${publisher}/models/${model}:${method}`, {
    max_tokens: 9,
    messages: [{ role: "user", content: "Hi" }],
    ...more,
  });
const version = { anthropic_version: "vertex-2023-10-16" };
const asked = at("anthropic", "claude-sonnet-4@20250514", "streamRawPredict", version);
const call = callOf(protocol.decodeCall(asked, binding), protocol);
const fail = async (kind: FailureKind) => {
  const reply = { kind: "failure", failure: { kind, retryAfterMs: 1000 } } as const;
  const wire = protocol.encodeReply(call, reply, binding, encodeContext());
  return { status: wire.status, headers: wire.headers, text: decodeText((await joined(wire)).bytes) };
};

describe("a partner's model", () => {
  it("is named by the address, which also says whether to stream", () => {
    const { payload, stream } = protocol.decodeCall(asked, binding);
    expect(payload).toMatchObject({ conversation: { model: "claude-sonnet-4@20250514", stream: true } });
    expect(stream).toBe(true);
    expect(protocol.decodeCall(at("anthropic", "claude-x", "rawPredict", version), binding).stream).toBe(false);
  });

  it("is relayed where its words are not known, and so is what asks for no answer", () => {
    for (const request of [
      at("mistralai", "mistral-small-2503", "rawPredict"),
      at("anthropic", "count-tokens", "rawPredict", version),
      at("anthropic", "claude-x", "generateContent", version),
    ])
      expect(protocol.recognise(request, binding)).toBeUndefined();
  });

  it("has ids that tell where it answers, and none of the headers of its own platform", async () => {
    const turn = { text: "Hi.", toolCalls: [], stopReason: "stop" } as const;
    const reply = { kind: "answer", payload: { kind: "model", turn } } as const;
    const wire = protocol.encodeReply(call, reply, binding, encodeContext());
    expect(decodeText((await joined(wire)).bytes)).toContain('"id":"msg_vrtx_');
    expect(wire.headers).toMatchObject({
      "transfer-encoding": "chunked",
      "request-id": expect.stringMatching(/^req_vrtx_/),
    });
    expect(Object.keys(wire.headers).filter((name) => name.includes("ratelimit"))).toEqual([]);
  });
});

describe("failures", () => {
  it.each([
    ["throttled", 429, "RESOURCE_EXHAUSTED"],
    ["region-down", 503, "UNAVAILABLE"],
    ["access-denied", 403, "PERMISSION_DENIED"],
    ["not-found", 404, "publishers/anthropic/models/claude-sonnet-4@20250514"],
  ] as const)("of the platform have its shape: %s", async (kind, status, part) => {
    const { text, ...reply } = await fail(kind);
    expect(reply.status).toBe(status);
    expect(JSON.parse(text)).toMatchObject({ error: { code: status } });
    expect(text).toContain(part);
  });

  it.each([
    ["overloaded", 529, "overloaded_error"],
    ["context-overflow", 400, "invalid_request_error"],
  ] as const)("of the model's server have its own: %s", async (kind, status, type) => {
    const { text, ...reply } = await fail(kind);
    expect(reply.status).toBe(status);
    expect(JSON.parse(text)).toMatchObject({ type: "error", error: { type } });
    expect(reply.headers).not.toHaveProperty("retry-after");
  });
});
