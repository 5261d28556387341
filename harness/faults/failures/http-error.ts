import { z } from "zod";
import type { Reply } from "../../domain/call.ts";
import { defineFault } from "../../domain/fault.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { wholeReply } from "../../domain/wire.ts";

const params = z.strictObject({
  status: z.int().min(400).max(599).default(500).describe("HTTP status."),
  body: z.string().optional().describe("The body, byte for byte; the dependency's usual error body by default."),
  contentType: z.string().default("text/plain; charset=utf-8").describe("Content type of `body`."),
});

const kinds: Readonly<Record<number, FailureKind>> = {
  401: "credentials-expired",
  403: "access-denied",
  404: "not-found",
  408: "gateway-timeout",
  429: "throttled",
  502: "bad-gateway",
  503: "unavailable",
  504: "gateway-timeout",
};
const kindOf = (status: number): FailureKind => kinds[status] ?? (status < 500 ? "invalid-request" : "server-error");

export const httpError = defineFault({
  name: "http-error",
  summary: "The dependency answers with an HTTP error status of your choice, with its usual error body or with yours.",
  boundaries: ["tool", "retrieval", "memory", "guardrail", "identity", "agent"],
  params,
  requires: ({ status, body }) => (body === undefined ? [`failure:${kindOf(status)}` as const] : []),
  describe: ({ status, body }) => `HTTP ${status}${body === undefined ? "" : " with a body of its own"}`,
  async inject(_call, _forward, context, { status, body, contentType }): Promise<Reply> {
    context.note(`HTTP ${status}`);
    if (body !== undefined) return { kind: "raw", wire: wholeReply(status, { "content-type": contentType }, body) };
    return { kind: "failure", failure: { kind: kindOf(status), status } };
  },
});
