import type { z } from "zod";
import { BadRequest } from "../../domain/protocol.ts";
import { firstComplaint } from "../shared/complaint.ts";

/** Checks a body against a schema. @throws {BadRequest} in the words of Go's JSON decoder, which the server passes on. */
export function accept<T>(schema: z.ZodType<T>, body: unknown, struct: string): T {
  if (body === undefined) throw new BadRequest("invalid character looking for beginning of value");
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const { path, got, expected } = firstComplaint(result.error);
  const field = path.filter((key) => typeof key === "string").join(".");
  const into =
    field === "" ? `value of type api.${struct}` : `struct field ${struct}.${field} of type ${goType(expected)}`;
  throw new BadRequest(`json: cannot unmarshal ${goKind(got)} into Go ${into}`);
}

const goKind = (noun: string): string => noun.replace(/\ban? /g, "").replace("boolean", "bool");
const goType = (noun: string): string =>
  goKind(noun).replace("array", "slice").replace("object", "struct").replace("number", "int");
