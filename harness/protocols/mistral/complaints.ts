import type { z } from "zod";
import { BadRequest } from "../../domain/protocol.ts";
import { firstComplaint } from "../shared/complaint.ts";

/** Checks a request body against a schema. @throws {BadRequest} as `body.messages.0.role: Field required`, which the failure unfolds. */
export function accept<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw new BadRequest("body.0: JSON decode error");
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const { path, problem, expected } = firstComplaint(result.error);
  const where = ["body", ...path].join(".");
  if (problem === "missing") throw new BadRequest(`${where}: Field required`);
  throw new BadRequest(`${where}: Input should be ${problem === "type" ? `a valid ${noun(expected)}` : expected}`);
}

/** The service is a pydantic one: it has lists and dictionaries where JSON has arrays and objects. */
const noun = (expected: string): string =>
  expected
    .replace(/\ban? /g, "")
    .replace("array", "list")
    .replace("object", "dictionary")
    .replace("boolean", "boolean")
    .replace("int", "integer");

/** One entry of `detail`: undefined if the message is not about the body's shape. */
export function detailOf(message: string): { type: string; loc: (string | number)[]; msg: string } | undefined {
  const match = /^(body(?:\.[^.:\s]+)*): (.+)$/s.exec(message);
  if (!match?.[1] || !match[2]) return undefined;
  const loc = match[1].split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  return { type: typeOf(match[2]), loc, msg: match[2] };
}

const typeOf = (msg: string): string => {
  if (msg === "Field required") return "missing";
  if (msg === "JSON decode error") return "json_invalid";
  const valid = /^Input should be a valid (\w+)/.exec(msg)?.[1];
  return valid === undefined ? "value_error" : `${valid === "dictionary" ? "dict" : valid}_type`;
};
