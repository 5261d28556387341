import { hash } from "node:crypto";
import type { CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import { decodeText, type WireRequest } from "../../domain/wire.ts";
import { pathBelow, queryOf } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { plainText } from "../shared/plain-text.ts";
import { operationOf } from "./operations.ts";

/** Arguments end up in the journal, so what is secret is told apart by a digest. */
const secret =
  /^(client_secret|client_assertion|assertion|password|code|code_verifier|device_code|refresh_token|token|subject_token|actor_token|access_token)$/;

/** @throws {BadRequest} in the words of RFC 6749, section 5.2. */
export function draftOf(request: WireRequest, binding: Binding): CallDraft {
  const operation = operationOf(request, binding);
  if (operation === undefined) throw new BadRequest("No such endpoint.", "not-found");
  const form = request.method === "POST" ? formOf(request) : {};
  if (operation === "token" && form["grant_type"] === undefined)
    throw new BadRequest("The request is missing a required parameter: grant_type.");
  if ((operation === "introspect" || operation === "revoke") && form["token"] === undefined)
    throw new BadRequest("The request is missing a required parameter: token.");
  const client = basicUser(request.headers["authorization"]);
  const given = { ...queryOf(request), ...(client === undefined ? {} : { client_id: client }), ...form };
  const shown = Object.entries(given).map(
    ([name, value]) => [name, secret.test(name) ? digest(value) : value] as const,
  );
  return {
    operation,
    payload: {
      kind: "tool",
      request: { arguments: Object.fromEntries(shown), method: request.method, path: pathBelow(request, binding) },
    },
    stream: false,
    ...(operation === "token" ? { echo: { grant: form["grant_type"] } } : {}),
  };
}

/** Forms are the standard's; JSON is what some servers take besides. */
function formOf({ body, headers }: WireRequest): Record<string, unknown> {
  if (!/json/i.test(headers["content-type"] ?? "")) return Object.fromEntries(new URLSearchParams(decodeText(body)));
  const value = parseJson(body);
  if (!isObject(value)) throw new BadRequest("The request body is not valid JSON.");
  return value;
}

const digest = (value: unknown): string => `sha1:${hash("sha1", plainText(value), "hex").slice(0, 10)}`;

function basicUser(authorization: string | undefined): string | undefined {
  const [scheme = "", credentials = ""] = (authorization ?? "").split(" ");
  if (scheme.toLowerCase() !== "basic") return undefined;
  return Buffer.from(credentials, "base64").toString("utf8").split(":")[0];
}
