import { METHODS } from "node:http";
import { z } from "zod";
import type { Binding } from "../../domain/protocol.ts";
import { settingsReader } from "../shared/options.ts";
import { decoded, matchRoute, parseRoute, type Route, segmentsOf } from "../shared/route.ts";
import { openApiOption } from "./openapi.ts";
import { declaredOperation, declaredSchema, operationNames } from "./openapi-operations.ts";

/** Operations of a tool by name: `{ get_order: "GET /orders/:id" }`. */
export const schema = z.strictObject({
  operations: z
    .record(
      z.string().min(1),
      z
        .string()
        .refine((text) => parseRoute(text) !== undefined, 'Needs a method and a path, such as "GET /orders/:id".')
        .refine(
          (text) => METHODS.includes(parseRoute(text)?.method ?? "GET"),
          "Has a method that HTTP does not know: GET, POST, PUT, PATCH and DELETE are the usual ones.",
        )
        .transform((text): Route => parseRoute(text) ?? { method: "GET", segments: [] }),
    )
    .prefault({}),
  /** The tool's OpenAPI document: in a system map the path of its file, from the map. */
  openapi: openApiOption,
});
type Settings = z.output<typeof schema>;

type Options = Readonly<Record<string, unknown>>;

const settingsOf = settingsReader<Settings>(schema);

export interface Operation {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The declared operation that fits (literal segments before parameters), or one named after method and path. */
export function operationOf(method: string, path: string, binding: Pick<Binding, "url" | "options">): Operation {
  const fitting = Object.entries(settingsOf(binding.options).operations).flatMap(([name, route]) => {
    const parameters = matchRoute(route, method, path);
    return parameters ? [{ name, parameters }] : [];
  });
  const [first, ...others] = fitting;
  if (!first) return described(method, path, binding) ?? inferred(method, path);
  return others.reduce<Operation>((best, next) => (size(next) < size(best) ? next : best), first);
}

/** The names that options and document declare; undefined if nothing is declared. Other requests go by method and path. */
export function declaredNames(options: Options): readonly string[] | undefined {
  const { operations, openapi } = settingsOf(options);
  const names = [...Object.keys(operations), ...(openapi ? operationNames(openapi) : [])];
  return names.length === 0 ? undefined : [...new Set(names)];
}

function described(
  method: string,
  path: string,
  { url, options }: Pick<Binding, "url" | "options">,
): Operation | undefined {
  const { openapi } = settingsOf(options);
  const whole = (URL.parse(url)?.pathname ?? "").replace(/\/+$/, "") + path;
  return openapi && declaredOperation(openapi, method, path, whole);
}

/** What the tool's OpenAPI document says of a reply to an operation. */
export function schemaOf(operation: string, status: number, options: Options): unknown {
  const { openapi } = settingsOf(options);
  return openapi && declaredSchema(openapi, operation, status);
}

const size = ({ parameters }: Operation): number => Object.keys(parameters).length;

/** `GET /orders/TG-1001/lines/2` → `GET /orders/:id/lines/:id`, with `id` and `id2`. */
function inferred(method: string, path: string): Operation {
  const parameters: Record<string, string> = {};
  let count = 0;
  const segments = segmentsOf(path).map((segment) => {
    const value = decoded(segment);
    if (!looksLikeId(value)) return segment;
    count += 1;
    parameters[count === 1 ? "id" : `id${count}`] = value;
    return ":id";
  });
  return { name: `${method.toUpperCase()} /${segments.join("/")}`, parameters };
}

/** Numbers, UUIDs, `TG-1001`, `ord_9`, dates, addresses: digits that no resource name would have. `v2` and `oauth2` are names. */
function looksLikeId(segment: string): boolean {
  if (/^v\d+(\.\d+)*$/i.test(segment)) return false;
  return (
    /^\d+$/.test(segment) ||
    /[-_.:]\d+$/.test(segment) ||
    segment.includes("@") ||
    (segment.match(/\d/g) ?? []).length >= 2
  );
}
