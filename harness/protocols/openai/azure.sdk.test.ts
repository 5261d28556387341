import OpenAI, { AzureOpenAI } from "openai";
import { describe, expect, it } from "vitest";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { bindingOf, requestOf } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { spoken } from "../testing/turns.ts";
import { azureOpenai } from "./index.ts";

const messages = [{ role: "user" as const, content: "Hi" }];
const options = { apiKey: "k", apiVersion: "2024-10-21", maxRetries: 1 };
const clientOf = (server: Loopback): AzureOpenAI => new AzureOpenAI({ ...options, endpoint: server.url });

const raised = async (run: () => PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof OpenAI.APIError) return error;
    throw error;
  }
  throw new Error("The client raised nothing.");
};

describe("the official client of the partner cloud", () => {
  it.each([
    ["by its endpoint", (url: string) => ({ endpoint: url }), "/openai/deployments/gpt-x/chat/completions"],
    ["right below a base address", (url: string) => ({ baseURL: url }), "/deployments/gpt-x/chat/completions"],
  ])("is understood %s: the deployment in the path is the model", async (_, where, path) => {
    await using server = await loopback(azureOpenai, () => answer(spoken));
    const client = new AzureOpenAI({ ...options, ...where(server.url) });
    const { choices, model } = await client.chat.completions.create({ model: "gpt-x", messages });
    expect(choices[0]?.message.content).toBe(spoken.text);
    expect(model).toBe("gpt-x");
    expect(new URL(server.requests[0]?.url ?? "").pathname).toBe(path);
  });

  it("reaches Responses without a deployment, and everything below /openai/v1 with the plain client", async () => {
    await using server = await loopback(azureOpenai, () => answer(spoken));
    expect((await clientOf(server).responses.create({ model: "gpt-x", input: "Hi" })).output_text).toBe(spoken.text);
    const plain = new OpenAI({ apiKey: "k", baseURL: `${server.url}/openai/v1` });
    expect((await plain.responses.create({ model: "gpt-x", input: "Hi" })).output_text).toBe(spoken.text);
    const { choices } = await plain.chat.completions.create({ model: "gpt-x", messages });
    expect(choices[0]?.message.content).toBe(spoken.text);
  });

  it("gets the content filter's results, before a stream in a chunk without choices", async () => {
    await using server = await loopback(azureOpenai, () => answer({ ...spoken, stopReason: "content-filter" }));
    const client = clientOf(server);
    const safe = { filtered: false, severity: "safe" };
    expect(await client.chat.completions.create({ model: "gpt-x", messages })).toMatchObject({
      choices: [{ finish_reason: "content_filter", content_filter_results: { violence: { filtered: true } } }],
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: safe } }],
    });
    const [first, second] = await collect(
      await client.chat.completions.create({ model: "gpt-x", messages, stream: true }),
    );
    expect(first).toMatchObject({ choices: [], id: "", prompt_filter_results: [{ prompt_index: 0 }] });
    expect(second?.choices).toHaveLength(1);
  });

  const table: readonly [FailureKind, unknown, number, string | null, number][] = [
    ["throttled", OpenAI.RateLimitError, 429, "429", 2],
    ["overloaded", OpenAI.RateLimitError, 429, "429", 2],
    ["server-error", OpenAI.InternalServerError, 500, null, 2],
    ["model-timeout", OpenAI.APIError, 408, "Timeout", 2],
    ["content-filtered", OpenAI.BadRequestError, 400, "content_filter", 1],
    ["context-overflow", OpenAI.BadRequestError, 400, "context_length_exceeded", 1],
    ["credentials-expired", OpenAI.AuthenticationError, 401, "401", 1],
    ["access-denied", OpenAI.PermissionDeniedError, 403, "403", 1],
    ["not-found", OpenAI.NotFoundError, 404, "DeploymentNotFound", 1],
  ];
  it.each(table)("raises %s", async (kind, type, status, code, attempts) => {
    await using server = await loopback(azureOpenai, () => failure({ kind, headers: { "retry-after-ms": "1" } }));
    const error = await raised(() => clientOf(server).chat.completions.create({ model: "gpt-x", messages }));
    expect(error.constructor).toBe(type);
    expect({ status: error.status, code: error.code }).toEqual({ status, code });
    expect(server.requests).toHaveLength(attempts);
    expect(error.headers?.get("x-ms-region")).toBeTruthy();
    expect(error.headers?.has("apim-request-id")).toBe(true);
  });

  it("says why a prompt was filtered", async () => {
    await using server = await loopback(azureOpenai, () => failure({ kind: "content-filtered" }));
    const error = await raised(() => clientOf(server).chat.completions.create({ model: "gpt-x", messages }));
    expect(error.error).toMatchObject({
      param: "prompt",
      innererror: {
        code: "ResponsibleAIPolicyViolation",
        content_filter_result: { violence: { filtered: true }, jailbreak: { detected: false } },
      },
    });
  });

  it("is told the wait in seconds and in words, or not at all", async () => {
    const throttled = async (retryAfterMs?: number) => {
      await using server = await loopback(azureOpenai, () =>
        failure({ kind: "throttled", limit: "tokens", ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }),
      );
      const client = new AzureOpenAI({ ...options, endpoint: server.url, maxRetries: 0 });
      return await raised(() => client.chat.completions.create({ model: "gpt-x", messages }));
    };
    const told = await throttled(7000);
    expect(told.headers?.get("retry-after")).toBe("7");
    expect(told.message).toContain("exceeded token rate limit");
    expect(told.message).toContain("Please retry after 7 seconds.");
    expect(told.headers?.get("x-ratelimit-remaining-tokens")).toBe("0");
    const silent = await throttled();
    expect(silent.headers?.has("retry-after")).toBe(false);
  });

  it("knows no deployment without a version", () => {
    const request = requestOf("POST", "https://x.openai.azure.com/openai/deployments/m/chat/completions", { messages });
    expect(() => azureOpenai.decodeCall(request, bindingOf("https://x.openai.azure.com"))).toThrow(
      "Resource not found",
    );
  });
});
