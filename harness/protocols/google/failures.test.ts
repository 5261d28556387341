import { describe, expect, it } from "vitest";
import type { Failure } from "../../domain/call.ts";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import { decodeText } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { gemini, geminiEmbeddings, vertex } from "./index.ts";

const binding = bindingOf("https://service.test");
const path = "/v1beta/models/gemini-2.5-flash:generateContent";
const draftFor = (protocol: Protocol, body: unknown = { contents: [{ parts: [{ text: "Hi" }] }] }) =>
  protocol.decodeCall(requestOf("POST", `https://service.test${path}`, body), binding);

async function told(protocol: Protocol, failure: Failure) {
  const call = callOf(draftFor(protocol), protocol);
  const wire = protocol.encodeReply(call, { kind: "failure", failure }, binding, encodeContext());
  const { bytes } = await joined(wire);
  return { status: wire.status, headers: wire.headers, body: JSON.parse(decodeText(bytes)) };
}

describe("failures of the developer API", () => {
  it("announces a wait in the details and the message, never in a header", async () => {
    const { status, headers, body } = await told(gemini, { kind: "throttled", retryAfterMs: 1500, limit: "tokens" });
    expect(status).toBe(429);
    expect(headers).not.toHaveProperty("retry-after");
    expect(body.error).toMatchObject({ code: 429, status: "RESOURCE_EXHAUSTED" });
    expect(body.error.message).toContain("Please retry in 1.5s.");
    expect(body.error.details).toContainEqual({
      "@type": "type.googleapis.com/google.rpc.RetryInfo",
      retryDelay: "1.5s",
    });
    expect(JSON.stringify(body.error.details)).toContain("InputTokensPerModelPerMinute");
  });

  it("tells a day's quota from a minute's by its id", async () => {
    const idIn = async (kind: Failure["kind"]) => JSON.stringify((await told(gemini, { kind })).body.error.details);
    expect(await idIn("quota-exhausted")).toContain("GenerateRequestsPerDayPerProjectPerModel");
    expect(await idIn("throttled")).toContain("GenerateRequestsPerMinutePerProjectPerModel");
    expect(await idIn("throttled")).not.toContain("RetryInfo");
  });

  it("refuses a key with 400, and says why in the details", async () => {
    const { status, body } = await told(gemini, { kind: "credentials-expired" });
    expect(status).toBe(400);
    expect(body.error.details[0]).toMatchObject({ reason: "API_KEY_INVALID" });
  });

  it("names the model that it does not have", async () => {
    const { body } = await told(gemini, { kind: "not-found" });
    expect(body.error.message).toMatch(/^models\/gemini-2\.5-flash is not found for API version v1beta/);
  });

  it("blocks a prompt with a success that has no candidate", async () => {
    const { status, body } = await told(gemini, { kind: "content-filtered" });
    expect(status).toBe(200);
    expect(body.promptFeedback).toEqual({ blockReason: "PROHIBITED_CONTENT" });
    expect(body).not.toHaveProperty("candidates");
  });

  it("has a status of its own for everything but a blocked prompt", async () => {
    for (const kind of gemini.failures.filter(
      (one) => !["content-filtered", "bad-gateway", "gateway-timeout"].includes(one),
    ))
      expect((await told(gemini, { kind })).status).toBeGreaterThanOrEqual(400);
  });
});

describe("failures of the cloud platform", () => {
  it("wants a token, and its quota tells nothing", async () => {
    expect((await told(vertex, { kind: "credentials-expired" })).body.error).toMatchObject({
      code: 401,
      status: "UNAUTHENTICATED",
    });
    const { body } = await told(vertex, { kind: "throttled", retryAfterMs: 1000 });
    expect(body.error).not.toHaveProperty("details");
    expect(body.error.message).toMatch(/^Resource exhausted\./);
  });

  it("lets a policy of the project's step in", async () => {
    const { status, body } = await told(vertex, { kind: "guardrail-intervened" });
    expect({ status, reason: body.promptFeedback.blockReason }).toEqual({ status: 200, reason: "MODEL_ARMOR" });
  });
});

describe("requests that the service refuses", () => {
  const complaint = (body: unknown): string => {
    try {
      draftFor(gemini, body);
    } catch (error) {
      if (error instanceof BadRequest) return error.message;
      throw error;
    }
    return "accepted";
  };
  const call = { role: "model", parts: [{ functionCall: { name: "f", args: {} } }] };
  const user = { role: "user", parts: [{ text: "Hi" }] };
  const result = (name: string) => ({ role: "user", parts: [{ functionResponse: { name, response: {} } }] });

  it.each([
    ["not JSON", "{", /^Invalid JSON payload received\./],
    ["nothing asked", {}, /contents is not specified/],
    ["an empty list", { contents: [] }, /contents is not specified/],
    ["contents of another type", { contents: "Hi" }, /^Invalid value at 'contents'/],
    ["text of another type", { contents: [{ parts: [{ text: 7 }] }] }, /'contents\[0\]\.parts\[0\]\.text'/],
    ["an unknown role", { contents: [{ ...user, role: "robot" }] }, /valid role: user, model/],
    ["a call without a result", { contents: [user, call, user] }, /number of function response parts/],
    ["a result without a call", { contents: [user, result("f")] }, /number of function response parts/],
    ["a result of another call", { contents: [user, call, result("g")] }, /number of function response parts/],
    ["a result of the right name", { contents: [user, call, result("f")] }, /^accepted$/],
  ])("%s", (_case, body, message) => {
    expect(complaint(body)).toMatch(message);
  });

  it("says in the details which field was wrong", async () => {
    const message = complaint({ contents: "Hi" });
    expect(
      (await told(gemini, { kind: "invalid-request", message })).body.error.details[0].fieldViolations[0].field,
    ).toBe("contents");
  });
});

it("declines other methods and other makers' models", () => {
  const recognised = (url: string, protocol: Protocol = gemini) =>
    protocol.recognise(requestOf("POST", `https://service.test${url}`, {}), binding);
  expect(recognised("/v1beta/models/m:countTokens")).toBeUndefined();
  expect(recognised("/v1/projects/p/locations/l/publishers/other/models/m:rawPredict")).toBeUndefined();
  expect(recognised("/v1/projects/p/locations/l/endpoints/7:generateContent")).toBe("chat");
  expect(recognised("/v1beta/models/m:embedContent")).toBeUndefined();
  expect(recognised("/v1beta/models/m:embedContent", geminiEmbeddings)).toBe("embed");
  expect(recognised("/v1/publishers/google/models/imagen-4:predict", geminiEmbeddings)).toBeUndefined();
});
