import type { z } from "zod";
import { BadRequest } from "../../domain/protocol.ts";
import { firstComplaint } from "../shared/complaint.ts";

/** Checks a request body against a schema. @throws {BadRequest} in the words of the service's JSON transcoder. */
export function accept<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined)
    throw new BadRequest("Invalid JSON payload received. Unexpected end of string. Expected a value.");
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const { path, problem, got } = firstComplaint(result.error);
  const name = fieldName(path);
  if (path.length === 0) throw new BadRequest("Invalid JSON payload received. Root element must be a message.");
  if (problem === "missing") throw new BadRequest(`* ${name}: ${String(path.at(-1))} is not specified`);
  throw new BadRequest(`Invalid value at '${name}' (${String(path.at(-1))}), ${got}`);
}

/** `contents[0].parts[1].text`, as field violations name it. */
const fieldName = (path: readonly (string | number)[]): string =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
