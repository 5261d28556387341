import type { z } from "zod";
import { BadRequest } from "../../domain/protocol.ts";
import { firstComplaint } from "../shared/complaint.ts";

/** Checks a request body against a schema. @throws {BadRequest} in the provider's words. */
export function accept<T>(schema: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw new BadRequest("invalid json syntax: unexpected end of JSON input");
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const { path, problem, expected, got } = firstComplaint(result.error);
  const name = path.join(".");
  if (problem === "missing" && name === "model")
    throw new BadRequest("a model parameter is required for this endpoint.");
  if (problem === "missing") throw new BadRequest(`invalid request: ${name} is required`);
  if (problem === "type")
    throw new BadRequest(
      `invalid type: parameter ${name} is of type ${bare(got)} but should be of type ${bare(expected)}.`,
    );
  throw new BadRequest(`invalid request: ${name} must be one of ${expected}`);
}

const bare = (noun: string): string => noun.replace(/\ban? /g, "");
