import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { Failure } from "../../domain/call.ts";
import type { Protocol } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { bindingOf, callOf, encodeContext, joined } from "../testing/calls.ts";
import { answer, failure, loopback } from "../testing/loopback.ts";
import { spoken } from "../testing/turns.ts";
import { litellm, vllm } from "./index.ts";

const ask = { model: "m", messages: [{ role: "user" as const, content: "Hi" }] };

async function raised(protocol: Protocol, given: Failure): Promise<InstanceType<typeof OpenAI.APIError>> {
  await using server = await loopback(protocol, () => failure(given));
  try {
    await new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 }).chat.completions.create(ask);
  } catch (error) {
    if (error instanceof OpenAI.APIError) return error;
    throw error;
  }
  throw new Error("The client raised nothing.");
}

const row = ({ status, code, type, param }: InstanceType<typeof OpenAI.APIError>) => ({ status, code, type, param });

describe("servers that speak like the platform", () => {
  it.each([vllm, litellm])("answer the official client ($name)", async (protocol) => {
    await using server = await loopback(protocol, () => answer(spoken), { basePath: "/v1" });
    const client = new OpenAI({ apiKey: "k", baseURL: server.url });
    expect((await client.chat.completions.create(ask)).choices[0]?.message.content).toBe(spoken.text);
    expect((await client.responses.create({ model: "m", input: "Hi" })).output_text).toBe(spoken.text);
  });

  it.each([
    ["server-error", 500, 500, "InternalServerError", null],
    ["context-overflow", 400, 400, "BadRequestError", "input_tokens"],
    ["not-found", 404, 404, "NotFoundError", "model"],
    ["invalid-request", 400, 400, "BadRequestError", null],
  ] as const)("vLLM: %s has the status as its code", async (kind: FailureKind, status, code, type, param) => {
    expect(row(await raised(vllm, { kind }))).toEqual({ status, code, type, param });
  });

  it("vLLM: has no quotas, and older releases no envelope", async () => {
    expect(vllm.failures).not.toContain("throttled");
    expect(vllm.checkOptions?.({ errors: "flat" })).toEqual([]);
    expect(vllm.checkOptions?.({ errors: "round" })).toHaveLength(1);
    const draft = { operation: "chat", payload: { kind: "tool" as const, request: { arguments: {} } }, stream: false };
    const reply = { kind: "failure" as const, failure: { kind: "invalid-request" as const, message: "No." } };
    const binding = bindingOf("http://gpu.test/v1", { errors: "flat" });
    const wire = vllm.encodeReply(callOf(draft, vllm), reply, binding, encodeContext());
    expect(JSON.parse(Buffer.from((await joined(wire)).bytes).toString())).toEqual({
      object: "error",
      message: "No.",
      type: "BadRequestError",
      param: null,
      code: 400,
    });
  });

  it.each([
    ["throttled", 429, "429", "throttling_error", null],
    ["quota-exhausted", 429, "429", "budget_exceeded", null],
    ["overloaded", 429, "429", "None", "None"],
    ["server-error", 500, "500", null, null],
    ["model-timeout", 408, "408", null, null],
    ["credentials-expired", 401, "401", "auth_error", "None"],
    ["access-denied", 403, "403", "key_model_access_denied", "model"],
    ["not-found", 400, "400", "invalid_request_error", "model"],
  ] as const)("LiteLLM: %s has the status as its code, as text", async (kind, status, code, type, param) => {
    expect(row(await raised(litellm, { kind }))).toEqual({ status, code, type, param });
  });

  it("LiteLLM: names its own exception and the provider's, and announces in seconds", async () => {
    const error = await raised(litellm, { kind: "throttled", retryAfterMs: 2500 });
    expect(error.message).toContain("litellm.RateLimitError: RateLimitError: OpenAIException");
    expect(error.headers?.get("retry-after")).toBe("3");
    expect(error.headers?.has("retry-after-ms")).toBe(false);
  });
});
