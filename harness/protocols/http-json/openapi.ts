import { z } from "zod";
import type { DocumentFault } from "../../domain/protocol.ts";
import { isObject } from "../shared/json-body.ts";

/** What is needed of an OpenAPI 3.0 or 3.1 document; everything else in it passes. */
const documentSchema = z.looseObject({
  openapi: z.string(),
  servers: z.array(z.looseObject({ url: z.string() })).optional(),
  paths: z.record(z.string(), z.looseObject({})).optional(),
});
export type OpenApi = z.output<typeof documentSchema>;

export const openApiOption = documentSchema.optional();

export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"] as const;

/** The value that a reference within the document points at (RFC 6901); undefined if there is none, or if it points elsewhere. */
export function resolve(document: unknown, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  let value = document;
  for (const step of reference.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    if (!(isObject(value) || Array.isArray(value)) || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Everything in a document that would make it useless as the map of a tool's operations. */
export function documentFaults(document: unknown): readonly DocumentFault[] {
  const version = isObject(document) ? document["openapi"] : undefined;
  if (typeof version !== "string" || !/^3\.[01]\./.test(version)) {
    const found = isObject(document) && document["swagger"] !== undefined ? "swagger" : "openapi";
    return [{ path: [found], message: 'Cannot read this as OpenAPI: it needs "openapi: 3.0.x" or "3.1.x".' }];
  }
  const read = documentSchema.safeParse(document);
  if (!read.success)
    return read.error.issues.map(({ path, message }) => ({
      path: path.map((step) => (typeof step === "symbol" ? String(step) : step)),
      message: `Cannot read this as OpenAPI: ${message}.`,
    }));
  const { paths } = read.data;
  if (paths === undefined || Object.keys(paths).length === 0)
    return [{ path: ["paths"], message: "There are no paths here, so the document names no operations." }];
  return [...pathFaults(paths), ...referenceFaults(document, document, [])];
}

function pathFaults(paths: NonNullable<OpenApi["paths"]>): DocumentFault[] {
  const owners = new Map<string, string>();
  return Object.entries(paths).flatMap(([path, item]) => {
    if (path.startsWith("x-")) return [];
    const crooked = path.startsWith("/") ? [] : [{ path: ["paths", path], message: `A path must begin with "/".` }];
    const twice = methods.flatMap((method): DocumentFault[] => {
      const operation = item[method];
      const id = isObject(operation) ? operation["operationId"] : undefined;
      if (typeof id !== "string") return [];
      const owner = owners.get(id);
      owners.set(id, `${method.toUpperCase()} ${path}`);
      if (owner === undefined) return [];
      return [
        { path: ["paths", path, method, "operationId"], message: `${owner} has the operationId "${id}" already.` },
      ];
    });
    return [...crooked, ...twice];
  });
}

/** References that lead nowhere. Those to other files are not followed. */
function referenceFaults(root: unknown, value: unknown, path: readonly (string | number)[]): DocumentFault[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => referenceFaults(root, item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (key !== "$ref" || typeof member !== "string") return referenceFaults(root, member, [...path, key]);
    if (!member.startsWith("#/") || resolve(root, member) !== undefined) return [];
    return [{ path: [...path, key], message: `There is no "${member}" in this document.` }];
  });
}
