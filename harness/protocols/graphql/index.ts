import type { Hollow, Protocol } from "../../domain/protocol.ts";
import { endToEnd, isCompressed } from "../shared/end-to-end.ts";
import { isObject, jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { optionErrors } from "../shared/options.ts";
import { failsIn200, failureReply, failures, partialBody, typeOf } from "./failures.ts";
import { askedOf, draftOf, operationNamed, schema } from "./request.ts";

const hollow: Hollow = {
  kinds: ["no-answer", "error-in-200", "failed"],
  reply(kind, call, _context, failure) {
    const headers = { "content-type": typeOf(askedOf(call)) };
    const message = failure.message ?? "Internal server error";
    switch (kind) {
      case "no-answer":
        return jsonReply(200, headers, { data: null });
      case "error-in-200":
        return jsonReply(200, headers, {
          errors: [{ message, extensions: { code: "INTERNAL_SERVER_ERROR" } }],
          data: null,
        });
      case "failed":
        return jsonReply(200, headers, partialBody(call, message));
      default:
        throw new Error(
          `GraphQL has no reply that is hollow by "${String(kind)}": use one of ${this.kinds.join(", ")}.`,
        );
    }
  },
};

/** A tool behind GraphQL over HTTP. */
export const graphql: Protocol = {
  name: "graphql",
  summary: "A tool behind GraphQL over HTTP; its operations go by their names, else by their first field.",
  boundary: "tool",
  failures,
  failsIn200,
  hollow,
  checkOptions: (options) => optionErrors(schema, options),
  recognise: operationNamed,
  decodeCall: draftOf,
  encodeReply(call, reply) {
    if (reply.kind === "failure") return failureReply(reply.failure, call);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    const { status, value, headers, fields } = reply.payload.result;
    const around = isObject(fields) ? fields : {};
    return jsonReply(status, { "content-type": typeOf(askedOf(call)), ...headers }, { ...around, data: value });
  },
  /** The data of an execution without errors. */
  decodeReply(call, { status, headers, bytes }) {
    if (askedOf(call) === undefined || status !== 200 || isCompressed(headers)) return undefined;
    const body = parseJson(bytes);
    if (!isObject(body) || body["data"] === undefined || body["data"] === null || body["errors"] !== undefined)
      return undefined;
    const { data, ...around } = body;
    return { kind: "tool", result: { status, value: data, headers: endToEnd(headers), fields: around } };
  },
};
