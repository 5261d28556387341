import type { ToolAnswer } from "../../domain/call.ts";
import type { Protocol } from "../../domain/protocol.ts";
import { type WireReply, wholeReply } from "../../domain/wire.ts";
import { pathBelow, queryOf } from "../shared/address.ts";
import { bodyValue } from "../shared/body-value.ts";
import { endToEnd, isCompressed } from "../shared/end-to-end.ts";
import { httpFailure, httpFailures } from "../shared/http-failures.ts";
import { mismatch } from "../shared/mismatch.ts";
import { optionErrors } from "../shared/options.ts";
import { plainText } from "../shared/plain-text.ts";
import { bodyArguments } from "./arguments.ts";
import { documentFaults } from "./openapi.ts";
import { declaredNames, operationOf, schema, schemaOf } from "./operations.ts";

/** A tool behind plain HTTP: every request of its host is a call. */
export const httpJson: Protocol = {
  name: "http-json",
  summary: "A tool behind plain HTTP and JSON; options name its operations, or its OpenAPI document does.",
  boundary: "tool",
  failures: httpFailures,
  checkOptions: (options) => optionErrors(schema, options),
  documents: ["openapi"],
  checkDocument: (_option, document) => documentFaults(document),
  responseSchema: (call, { options }, status) => schemaOf(call.operation, status, options),
  operations: declaredNames,
  recognise: (request, binding) => operationOf(request.method, pathBelow(request, binding), binding).name,
  decodeCall(request, binding) {
    const path = pathBelow(request, binding);
    const { name, parameters } = operationOf(request.method, path, binding);
    const idempotencyKey = request.headers["idempotency-key"] ?? request.headers["x-idempotency-key"];
    return {
      operation: name,
      payload: {
        kind: "tool",
        request: {
          arguments: { ...bodyArguments(request), ...queryOf(request), ...parameters },
          method: request.method,
          path,
          ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        },
      },
      stream: false,
    };
  },
  encodeReply(call, reply): WireReply {
    if (reply.kind === "failure") return httpFailure(reply.failure);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    return toolReply(reply.payload.result);
  },
  decodeReply(_call, { status, headers, bytes }) {
    if (isCompressed(headers)) return undefined;
    return { kind: "tool", result: { status, value: bodyValue(bytes), headers: endToEnd(headers) } };
  },
};

/** A string is the body as it is; anything else is written as JSON. It all claims to be JSON unless the headers differ. */
function toolReply({ status, value, headers }: ToolAnswer): WireReply {
  // These statuses have no body and no length (RFC 9110, section 6.4.1).
  if (status === 204 || status === 304) return { status, headers: { ...headers }, body: [] };
  return wholeReply(status, { "content-type": "application/json", ...headers }, plainText(value));
}
