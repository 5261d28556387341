import { BadRequest } from "../../../domain/protocol.ts";
import { decodeText } from "../../../domain/wire.ts";
import { isObject, parseJson } from "../../shared/json-body.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** The members of a JSON object; any other body is the one argument `payload`. */
export function payloadArguments(body: Uint8Array): Arguments {
  if (body.length === 0) return {};
  const value = parseJson(body);
  if (isObject(value)) return value;
  return { payload: value === undefined ? decodeText(body) : value };
}

/** @throws {BadRequest} in the service's words, if the body is no object or lacks a member. */
export function requiredArguments(body: Uint8Array, required: readonly string[]): Arguments {
  const value = body.length === 0 ? {} : parseJson(body);
  if (!isObject(value)) throw new BadRequest("The request body is not a JSON object.");
  const missing = required.find((name) => value[name] === undefined || value[name] === null);
  if (missing === undefined) return value;
  throw new BadRequest(
    `1 validation error detected: Value null at '${missing}' failed to satisfy constraint: Member must not be null`,
  );
}
