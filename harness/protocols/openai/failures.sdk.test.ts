import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { Call, Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { isBreak, type Piece } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext } from "../testing/calls.ts";
import { collect } from "../testing/collect.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { spoken } from "../testing/turns.ts";
import { openai } from "./index.ts";
import { goDuration } from "./platform/headers.ts";

const clientOf = (server: Loopback, maxRetries = 1): OpenAI =>
  new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries });
const ask = { model: "gpt-5", messages: [{ role: "user" as const, content: "Hi" }] };

const raised = async (run: () => PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof OpenAI.APIError) return error;
    throw error;
  }
  throw new Error("The client raised nothing.");
};

const {
  RateLimitError,
  InternalServerError,
  APIError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
} = OpenAI;
const invalid = "invalid_request_error";

/** Kind, class, status, code, type, attempts with one retry allowed. */
const table: readonly [FailureKind, unknown, number, string | null | undefined, string | undefined, number][] = [
  ["throttled", RateLimitError, 429, "rate_limit_exceeded", "requests", 2],
  ["quota-exhausted", RateLimitError, 429, "insufficient_quota", "insufficient_quota", 2],
  ["overloaded", InternalServerError, 503, "server_is_overloaded", "service_unavailable_error", 2],
  ["unavailable", InternalServerError, 503, null, "server_error", 2],
  ["server-error", InternalServerError, 500, null, "server_error", 2],
  ["bad-gateway", InternalServerError, 502, undefined, undefined, 2],
  ["gateway-timeout", InternalServerError, 504, undefined, undefined, 2],
  ["model-timeout", APIError, 408, "Timeout", "server_error", 2],
  ["context-overflow", BadRequestError, 400, "context_length_exceeded", invalid, 1],
  ["content-filtered", BadRequestError, 400, "invalid_prompt", invalid, 1],
  ["credentials-expired", AuthenticationError, 401, "invalid_api_key", invalid, 1],
  ["access-denied", PermissionDeniedError, 403, "model_not_found", invalid, 1],
  ["not-found", NotFoundError, 404, "model_not_found", invalid, 1],
  ["invalid-request", BadRequestError, 400, null, invalid, 1],
];

describe("the official client on failures", () => {
  it("has every failure of the protocol in this table", () => {
    expect(table.map(([kind]) => kind).toSorted()).toEqual(openai.failures.toSorted());
  });

  it.each(table)("%s", async (kind, type, status, code, errorType, attempts) => {
    await using server = await loopback(openai, () => failure({ kind, headers: { "Retry-After-Ms": "1" } }));
    const client = clientOf(server);
    for (const call of [
      () => client.chat.completions.create(ask),
      () => client.chat.completions.create({ ...ask, stream: true }),
      () => client.responses.create({ model: "gpt-5", input: "Hi" }),
    ]) {
      server.requests.length = 0;
      const error = await raised(call);
      expect(error.constructor).toBe(type);
      expect({ status: error.status, code: error.code, type: error.type }).toEqual({ status, code, type: errorType });
      expect(server.requests).toHaveLength(attempts);
    }
  });

  it("shows a gateway's page as the message", async () => {
    await using server = await loopback(openai, () => failure({ kind: "bad-gateway" }));
    const error = await raised(() => clientOf(server, 0).chat.completions.create(ask));
    expect(error.message).toContain("<h1>502 Bad Gateway</h1>");
    expect(error.headers?.get("content-type")).toBe("text/html");
  });

  it("uses the message of the failure", async () => {
    await using server = await loopback(openai, () => failure({ kind: "server-error", message: "Boom." }));
    expect((await raised(() => clientOf(server, 0).chat.completions.create(ask))).message).toBe("500 Boom.");
  });

  const throttle = async (
    given: Omit<Failure, "kind">,
  ): Promise<{ headers: Headers; type: unknown; message: string }> => {
    await using server = await loopback(openai, () => failure({ kind: "throttled", ...given }));
    const { headers, type, message } = await raised(() => clientOf(server, 0).chat.completions.create(ask));
    if (!headers) throw new Error("No headers.");
    return { headers, type, message };
  };

  it("announces when to come back in every way the provider does", async () => {
    const { headers, type, message } = await throttle({ retryAfterMs: 1234, limit: "tokens" });
    expect(type).toBe("tokens");
    expect(message).toContain("Please try again in 1.234s.");
    expect(Object.fromEntries(headers)).toMatchObject({
      "retry-after": "2",
      "retry-after-ms": "1234",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-tokens": "1.234s",
    });
  });

  it("announces nothing when the failure does not", async () => {
    const { headers, message } = await throttle({});
    expect(headers.has("retry-after")).toBe(false);
    expect(headers.has("retry-after-ms")).toBe(false);
    expect(headers.has("x-ratelimit-reset-requests")).toBe(false);
    expect(headers.get("x-ratelimit-remaining-requests")).toBe("0");
    expect(message).not.toContain("try again");
  });

  it("prints durations as the provider does", () => {
    expect([0, 132, 8640, 60_000, 90_500, 3_605_000].map(goDuration)).toEqual([
      "0s",
      "132ms",
      "8.64s",
      "1m0s",
      "1m30.5s",
      "1h0m5s",
    ]);
  });

  const quota = {
    requests: { limit: 500, remaining: 0, resetMs: 8640 },
    tokens: { limit: 30_000, remaining: 28_765.4, resetMs: 2470 },
  };
  const told = {
    "x-ratelimit-limit-requests": "500",
    "x-ratelimit-remaining-requests": "0",
    "x-ratelimit-reset-requests": "8.64s",
    "x-ratelimit-limit-tokens": "30000",
    "x-ratelimit-remaining-tokens": "28765",
    "x-ratelimit-reset-tokens": "2.47s",
  };
  it("tells a quota that is kept, on refusal and on success", async () => {
    const { headers } = await throttle({ quota, retryAfterMs: 120 });
    expect(Object.fromEntries(headers)).toMatchObject({ ...told, "retry-after": "1", "retry-after-ms": "120" });
    const conversation = { model: "m", system: "", messages: [], tools: [], stream: false };
    const call = callOf({ operation: "chat", stream: false, payload: { kind: "model", conversation } }, openai);
    const reply = { kind: "answer" as const, payload: { kind: "model" as const, turn: spoken } };
    const context = { ...encodeContext(), quota };
    expect(openai.encodeReply(call, reply, bindingOf("http://x.test"), context).headers).toMatchObject(told);
  });
});

describe("the official client in the middle of a stream", () => {
  async function* brokenFor(call: Call | undefined, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
    let content = 0;
    for await (const piece of pieces) {
      if (!isBreak(piece) && piece.mark === "content") content += 1;
      if (content === 3) break;
      yield piece;
      const beat = openai.midStream?.keepAlive?.();
      if (beat) yield beat;
    }
    const frame = openai.midStream?.failure({ kind: "overloaded" }, encodeContext(), call);
    if (frame) yield frame;
  }

  const calls = { "nobody knows": undefined, chat: "chat", responses: "responses" };
  it.each(Object.entries(calls))(
    "swallows keep-alives, and raises the error without a status (stream of %s)",
    async (_, operation) => {
      const payload = { kind: "tool" as const, request: { arguments: {} } };
      const of = operation === undefined ? undefined : callOf({ operation, payload, stream: true }, openai);
      await using server = await loopback(openai, () => answer(spoken), {
        transmit: (pieces) => brokenFor(of, pieces),
      });
      const client = clientOf(server);
      const received: unknown[] = [];
      const chat = await raised(async () => {
        for await (const chunk of await client.chat.completions.create({ ...ask, stream: true })) received.push(chunk);
      });
      const response = await raised(async () =>
        collect(await client.responses.create({ model: "m", input: "Hi", stream: true })),
      );
      expect(received).toHaveLength(3);
      for (const error of [chat, response]) {
        expect(error.constructor).toBe(APIError);
        expect({ status: error.status, code: error.code, type: error.type }).toEqual({
          status: undefined,
          code: "server_is_overloaded",
          type: "service_unavailable_error",
        });
      }
      expect(server.requests).toHaveLength(2);
    },
  );
});
