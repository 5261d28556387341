import Anthropic, {
  APIError,
  AuthenticationError,
  BadRequestError,
  GatewayTimeoutError,
  InternalServerError,
  NotFoundError,
  OverloadedError,
  PermissionDeniedError,
  RateLimitError,
  ServiceUnavailableError,
} from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import type { Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { isBreak, type Piece } from "../../domain/wire.ts";
import { encodeContext } from "../testing/calls.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { spoken } from "../testing/turns.ts";
import { anthropic } from "./index.ts";

const clientOf = (server: Loopback, maxRetries = 1): Anthropic =>
  new Anthropic({ apiKey: "k", baseURL: server.url, maxRetries });
const ask = { model: "claude-test", max_tokens: 200, messages: [{ role: "user" as const, content: "Hi" }] };

const raised = async (run: () => PromiseLike<unknown>): Promise<InstanceType<typeof APIError>> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof APIError) return error;
    throw error;
  }
  throw new Error("The client raised nothing.");
};

/** Kind, class, status, type, attempts with one retry allowed. */
const table: readonly [FailureKind, unknown, number, string | null, number][] = [
  ["throttled", RateLimitError, 429, "rate_limit_error", 2],
  ["quota-exhausted", Anthropic.EnforcedSpendLimitReachedError, 429, "rate_limit_error", 2],
  ["overloaded", OverloadedError, 529, "overloaded_error", 2],
  ["unavailable", ServiceUnavailableError, 503, "api_error", 2],
  ["server-error", InternalServerError, 500, "api_error", 2],
  ["bad-gateway", InternalServerError, 502, null, 2],
  ["gateway-timeout", GatewayTimeoutError, 504, null, 2],
  ["model-timeout", GatewayTimeoutError, 504, "timeout_error", 2],
  ["context-overflow", BadRequestError, 400, "invalid_request_error", 1],
  ["content-filtered", BadRequestError, 400, "invalid_request_error", 1],
  ["credentials-expired", AuthenticationError, 401, "authentication_error", 1],
  ["access-denied", PermissionDeniedError, 403, "permission_error", 1],
  ["not-found", NotFoundError, 404, "not_found_error", 1],
  ["invalid-request", BadRequestError, 400, "invalid_request_error", 1],
];

describe("the official client on failures", () => {
  it("has every failure of the protocol in this table", () => {
    expect(table.map(([kind]) => kind).toSorted()).toEqual(anthropic.failures.toSorted());
  });

  it.each(table)("%s", async (kind, type, status, errorType, attempts) => {
    await using server = await loopback(anthropic, () => failure({ kind, headers: { "Retry-After-Ms": "1" } }));
    const client = clientOf(server);
    for (const call of [() => client.messages.create(ask), () => client.messages.stream(ask).finalMessage()]) {
      server.requests.length = 0;
      const error = await raised(call);
      expect(error.constructor).toBe(type);
      expect({ status: error.status, type: error.type }).toEqual({ status, type: errorType });
      expect(server.requests).toHaveLength(attempts);
    }
  });

  it("has the shape of the provider's errors, with the request's id in body and header", async () => {
    await using server = await loopback(anthropic, () => failure({ kind: "overloaded" }));
    const reply = await fetch(`${server.url}/v1/messages`, { method: "POST", body: JSON.stringify(ask) });
    const id = reply.headers.get("request-id");
    expect(await reply.json()).toEqual({
      type: "error",
      error: { details: null, type: "overloaded_error", message: "Overloaded" },
      request_id: id,
    });
  });

  const throttle = async (
    given: Omit<Failure, "kind">,
    kind: FailureKind = "throttled",
  ): Promise<APIError & { headers: Headers }> => {
    await using server = await loopback(anthropic, () => failure({ kind, ...given }));
    const error = await raised(() => clientOf(server, 0).messages.create(ask));
    if (!error.headers) throw new Error("No headers.");
    return error as APIError & { headers: Headers };
  };

  it("announces when to come back, rounded up to seconds", async () => {
    const { headers } = await throttle({ retryAfterMs: 1234, limit: "tokens" });
    expect(headers.get("retry-after")).toBe("2");
    expect(headers.get("anthropic-ratelimit-input-tokens-remaining")).toBe("0");
    expect(headers.get("anthropic-ratelimit-input-tokens-reset")).toBe("2026-11-18T11:06:42Z");
  });

  it("announces nothing when the failure does not", async () => {
    const { headers } = await throttle({});
    expect(headers.has("retry-after")).toBe(false);
    expect(headers.get("anthropic-ratelimit-requests-remaining")).toBe("0");
    expect(headers.has("anthropic-ratelimit-requests-reset")).toBe(false);
  });

  it("tells a spend limit by its details, and never when it ends", async () => {
    const error = await throttle({ retryAfterMs: 1000 }, "quota-exhausted");
    expect(error.error).toMatchObject({ error: { details: { error_code: "enforced_spend_limit_reached" } } });
    expect(error.headers.has("retry-after")).toBe(false);
  });
});

describe("the official client in the middle of a stream", () => {
  async function* broken(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
    let content = 0;
    for await (const piece of pieces) {
      if (!isBreak(piece) && piece.mark === "content") content += 1;
      if (content === 3) break;
      yield piece;
      const beat = anthropic.midStream?.keepAlive?.();
      if (beat) yield beat;
    }
    const frame = anthropic.midStream?.failure({ kind: "overloaded" }, encodeContext());
    if (frame) yield frame;
  }

  it("swallows pings, and raises the error without a status after what came before it", async () => {
    await using server = await loopback(anthropic, () => answer(spoken), { transmit: broken });
    const received: unknown[] = [];
    const raw = await raised(async () => {
      for await (const event of await clientOf(server).messages.create({ ...ask, stream: true })) received.push(event);
    });
    const helper = await raised(() => clientOf(server).messages.stream(ask).finalMessage());
    expect(received).toHaveLength(4);
    for (const error of [raw, helper]) {
      expect(error.constructor).toBe(APIError);
      expect({ status: error.status, type: error.type }).toEqual({ status: undefined, type: "overloaded_error" });
    }
    expect(server.requests).toHaveLength(2);
  });
});
