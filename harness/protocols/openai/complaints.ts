import type { z } from "zod";
import { BadRequest } from "../../domain/protocol.ts";
import { firstComplaint } from "../shared/complaint.ts";

/** Checks a request body against a schema. @throws {BadRequest} in the provider's words. */
export function accept<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw new BadRequest("We could not parse the JSON body of your request.");
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const { path, problem, expected, got } = firstComplaint(result.error);
  const name = parameterName(path);
  if (problem === "missing") {
    throw new BadRequest(
      name === "model" ? "you must provide a model parameter" : `Missing required parameter: '${name}'.`,
    );
  }
  if (problem === "type") {
    throw new BadRequest(`Invalid type for '${name}': expected ${expected}, but got ${got} instead.`);
  }
  throw new BadRequest(`Invalid value: '${got}'. Supported values are: ${expected}.`);
}

/** `messages[0].content`: how the provider names a member in `error.param` and in messages. */
const parameterName = (path: readonly (string | number)[]): string =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");

/** `param` and `code` of an error body, which the provider derives from the same check as the message. */
export function detailOf(message: string): { param: string | null; code: string | null } {
  const missing = /^Missing required parameter: '([^']+)'/.exec(message);
  if (missing?.[1]) return { param: missing[1], code: "missing_required_parameter" };
  const mistyped = /^Invalid type for '([^']+)'/.exec(message);
  if (mistyped?.[1]) return { param: mistyped[1], code: "invalid_type" };
  if (message.startsWith("Invalid value: ")) return { param: null, code: "invalid_value" };
  return { param: null, code: null };
}
