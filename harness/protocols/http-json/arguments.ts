import { BadRequest } from "../../domain/protocol.ts";
import { decodeText, type WireRequest } from "../../domain/wire.ts";
import { isObject, parseJson } from "../shared/json-body.ts";

/**
 * The members of a JSON object or of a form; any other body is the one argument `body`.
 * @throws {BadRequest} for a body that says it is JSON and is not.
 */
export function bodyArguments({ body, headers }: WireRequest): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  const type = headers["content-type"] ?? "";
  if (/^application\/x-www-form-urlencoded\b/i.test(type))
    return Object.fromEntries(new URLSearchParams(decodeText(body)));
  const value = parseJson(body);
  if (value === undefined && /^application\/(\S+\+)?json\b/i.test(type))
    throw new BadRequest("The request body is not valid JSON.");
  if (isObject(value)) return value;
  return { body: value === undefined ? decodeText(body) : value };
}
