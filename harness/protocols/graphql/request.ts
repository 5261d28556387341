import { hash } from "node:crypto";
import { z } from "zod";
import type { Call, CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow, queryOf } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { settingsReader } from "../shared/options.ts";
import { operationsIn } from "./document.ts";

export const schema = z.strictObject({
  /** `in-200`: errors of an execution come with status 200, as the specification asks. `http`: with the status of their kind. */
  errors: z.enum(["in-200", "http"]).default("in-200"),
});
const settingsOf = settingsReader<z.output<typeof schema>>(schema);

const askedSchema = z.object({
  /** The keys of the answer, as far as they are known. */
  fields: z.array(z.string()),
  /** The client takes `application/graphql-response+json`. */
  modern: z.boolean(),
  errors: z.enum(["in-200", "http"]),
});
export type Asked = z.output<typeof askedSchema>;
export const askedOf = (call: Pick<Call, "echo">): Asked | undefined => askedSchema.safeParse(call.echo).data;

/** GraphQL over HTTP has one endpoint: the binding's address, or `/graphql` below it. */
const isEndpoint = (request: WireRequest, binding: Binding): boolean =>
  ["/", "/graphql"].includes(pathBelow(request, binding));

interface Asking {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Hash of a persisted query. */
  readonly persisted?: string;
}

/** Undefined if it is no GraphQL request; `unreadable` if it is one that no server accepts. */
function asking(request: WireRequest, binding: Binding): Asking | "batch" | "unreadable" | undefined {
  if (!isEndpoint(request, binding)) return undefined;
  if (request.method === "GET") {
    const { query, operationName, variables, extensions } = queryOf(request);
    if (query === undefined && extensions === undefined) return undefined;
    return readAsking({ query, operationName, variables: json(variables), extensions: json(extensions) });
  }
  if (request.method !== "POST") return undefined;
  const type = request.headers["content-type"] ?? "";
  // File uploads and the like are relayed.
  if (!/json/i.test(type)) return undefined;
  const body = parseJson(request.body);
  if (Array.isArray(body)) return "batch";
  return isObject(body) ? readAsking(body) : "unreadable";
}

function readAsking(given: Readonly<Record<string, unknown>>): Asking | "unreadable" {
  const { query, operationName, variables, extensions } = given;
  const stored = isObject(extensions) ? extensions["persistedQuery"] : undefined;
  const persisted = isObject(stored) ? stored["sha256Hash"] : (given["documentId"] ?? given["id"]);
  if (typeof query !== "string" && typeof persisted !== "string") return "unreadable";
  return {
    ...(typeof query === "string" ? { query } : {}),
    ...(typeof operationName === "string" && operationName !== "" ? { operationName } : {}),
    variables: isObject(variables) ? variables : {},
    ...(typeof persisted === "string" ? { persisted } : {}),
  };
}

export function operationNamed(request: WireRequest, binding: Binding): string | undefined {
  const asked = asking(request, binding);
  if (asked === undefined || typeof asked === "string") return asked === undefined ? undefined : asked;
  return describe(asked).name;
}

function describe({ query, operationName, persisted }: Asking) {
  const all = query === undefined ? undefined : operationsIn(query);
  const chosen = operationName === undefined ? all?.[0] : all?.find(({ name }) => name === operationName);
  const name =
    operationName ?? chosen?.name ?? chosen?.fields[0]?.name ?? `persisted-${(persisted ?? "unread").slice(0, 8)}`;
  return { name, chosen, readable: query === undefined || chosen !== undefined };
}

/** @throws {BadRequest} for a body that is no GraphQL request, and for a document that cannot be read. */
export function draftOf(request: WireRequest, binding: Binding): CallDraft {
  const asked = asking(request, binding);
  if (asked === undefined || asked === "unreadable")
    throw new BadRequest("GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.");
  const modern = (request.headers["accept"] ?? "").includes("application/graphql-response+json");
  const { errors } = settingsOf(binding.options);
  if (asked === "batch")
    return draft("batch", { requests: parseJson(request.body) }, "POST", { fields: [], modern, errors });
  const { name, chosen, readable } = describe(asked);
  if (!readable) throw new BadRequest("Syntax Error: the document cannot be read, or has no such operation.");
  const given = asked.query === undefined ? {} : { document: hash("sha1", asked.query, "hex").slice(0, 10) };
  const key = request.headers["idempotency-key"];
  // A query asks the same thing again; a mutation does it again. Different questions of one name differ in their document.
  return draft(
    name,
    Object.keys(asked.variables).length > 0 ? asked.variables : given,
    chosen?.kind === "mutation" ? "POST" : "GET",
    { fields: (chosen?.fields ?? []).map((field) => field.key), modern, errors },
    key,
  );
}

const draft = (
  operation: string,
  given: Readonly<Record<string, unknown>>,
  method: string,
  echo: Asked,
  idempotencyKey?: string,
): CallDraft => ({
  operation,
  payload: {
    kind: "tool",
    request: { arguments: given, method, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
  },
  stream: false,
  echo,
});

function json(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
