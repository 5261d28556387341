import type { Call, Failure } from "../../domain/call.ts";
import type { Binding, EncodeContext, Hollow } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply, WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { jsonReply } from "../shared/json-body.ts";
import type { Dialect, Forms } from "./dialect.ts";
import { errorOf, failureReply } from "./failure-reply.ts";
import { platform } from "./platform/index.ts";

/** What the endpoints of the platform that are no model call share: its failures, and replies that hold nothing. */
export interface Service {
  readonly failures: readonly FailureKind[];
  failure(failure: Failure, call: Call, context: EncodeContext, binding: Binding): WireReply;
  readonly hollow: Hollow;
}

/** `empty`: the body of a success without an answer. */
export function serviceOf(forms: Forms, empty: (context: EncodeContext) => unknown): Service {
  const dialect: Dialect = { ...platform, forms, inStream: [], endpoints: [] };
  return {
    failures: Object.keys(forms) as readonly FailureKind[],
    failure: (failure, call, context, binding) => failureReply(dialect, failure, call, context, binding),
    hollow: {
      kinds: ["no-answer", "error-in-200"],
      reply: (kind, call, context, failure) =>
        jsonReply(
          200,
          {
            "content-type": "application/json",
            ...dialect.answerHeaders({ inputTokens: 0, outputTokens: 0 }, context),
          },
          kind === "no-answer" ? empty(context) : { error: errorOf(dialect, failure, call) },
        ),
    },
  };
}

/** A dependency may be bound at the base address of the API, or at the endpoint itself. */
export const isAt = (path: string, request: WireRequest, binding: Binding): boolean =>
  request.method === "POST" &&
  (pathBelow(request, binding).endsWith(path) ||
    (pathBelow(request, binding) === "/" && binding.url.replace(/\/+$/, "").endsWith(path)));
