import type { Hollow, Protocol } from "../../domain/protocol.ts";
import { endToEnd, isCompressed } from "../shared/end-to-end.ts";
import { isObject, jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { optionErrors } from "../shared/options.ts";
import { mapTexts, relocated, rewriteBody } from "../shared/relocate.ts";
import { failureReply, failures } from "./failures.ts";
import { type Operation, operationOf, operations, schema } from "./operations.ts";
import { draftOf } from "./request.ts";

/** What an answer cannot do without; revocation answers with nothing (RFC 7009, section 2.2). */
const needed: Readonly<Partial<Record<Operation, string>>> = {
  token: "access_token",
  jwks: "keys",
  discovery: "issuer",
  introspect: "active",
  userinfo: "sub",
};

const hollow: Hollow = {
  kinds: ["no-answer", "error-in-200"],
  reply(kind, call, _context, failure) {
    const headers = { "content-type": "application/json", "cache-control": "no-store" };
    if (kind === "no-answer") return jsonReply(200, headers, call.operation === "jwks" ? { keys: [] } : {});
    if (kind !== "error-in-200")
      throw new Error(`OAuth has no reply that is hollow by "${kind}": use one of ${this.kinds.join(", ")}.`);
    const message = failure.message ?? "The server met an unexpected condition.";
    return jsonReply(200, headers, { error: "server_error", error_description: message });
  },
};

/** An issuer of tokens: OAuth 2.0 and OpenID Connect without the pages that a person sees. */
export const oauth: Protocol = {
  name: "oauth",
  summary:
    "An issuer of tokens: token endpoint, keys, discovery, introspection and revocation of OAuth 2.0 and OpenID Connect.",
  boundary: "identity",
  failures,
  hollow,
  checkOptions: (options) => optionErrors(schema, options),
  operations: () => operations,
  recognise: operationOf,
  decodeCall: draftOf,
  encodeReply(call, reply) {
    if (reply.kind === "failure") return failureReply(reply.failure, call);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    const { status, value, headers } = reply.payload.result;
    return jsonReply(status, { "content-type": "application/json", ...headers }, value);
  },
  decodeReply(call, { status, headers, bytes }) {
    const operation = operations.find((name) => name === call.operation);
    if (operation === undefined || status < 200 || status > 299 || isCompressed(headers)) return undefined;
    const value = parseJson(bytes);
    const member = needed[operation];
    if (!isObject(value) || "error" in value || member === undefined || value[member] === undefined) return undefined;
    if (operation === "jwks" && Array.isArray(value["keys"]) && value["keys"].length === 0) return undefined;
    return { kind: "tool", result: { status, value, headers: endToEnd(headers) } };
  },
  // The issuer too: clients refuse a document whose issuer is not the address that they asked.
  relocate(call, reply, binding, reachedAt) {
    if (call.operation !== "discovery") return reply;
    return rewriteBody(reply, (text) => mapTexts(text, (one) => relocated(one, binding, reachedAt)));
  },
};
