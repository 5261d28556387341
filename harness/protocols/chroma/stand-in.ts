import type { Binding } from "../../domain/protocol.ts";
import type { WireReply, WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { isObject, jsonReply, parseJson } from "../shared/json-body.ts";
import { decoded, segmentsOf } from "../shared/route.ts";
import { stableUuid } from "../shared/stable-uuid.ts";

const defaults = { tenant: "default_tenant", database: "default_database" } as const;

/** Clients ask for a collection by name and then query it by the id that they got; some look for tenant and version first. */
export function standIn(request: WireRequest, binding: Binding): WireReply | undefined {
  const [api, v2, ...rest] = segmentsOf(pathBelow(request, binding));
  if (api !== "api" || v2 !== "v2") return undefined;
  const { method } = request;
  const path = rest.map(decoded);
  if (method === "GET") {
    if (path.length === 0 || path[0] === "heartbeat")
      return json({ "nanosecond heartbeat": 1_795_000_000_000_000_000 });
    if (path[0] === "version") return json("1.0.0");
    if (path[0] === "pre-flight-checks") return json({ max_batch_size: 1000, supports_base64_encoding: true });
    if (path[0] === "auth") return json({ user_id: "", tenant: defaults.tenant, databases: [defaults.database] });
  }
  const [tenants, tenant = defaults.tenant, databases, database = defaults.database, collections, name, ...more] = path;
  if (tenants !== "tenants" || more.length > 0) return undefined;
  if (method === "GET" && databases === undefined) return json({ name: tenant });
  if (method === "GET" && databases === "databases" && path.length === 4)
    return json({ id: stableUuid(database), name: database, tenant });
  if (collections !== "collections") return undefined;
  if (method === "GET" && name !== undefined) return json(collection(name, tenant, database));
  const body = method === "POST" && name === undefined ? parseJson(request.body) : undefined;
  return isObject(body) && typeof body.name === "string" ? json(collection(body.name, tenant, database)) : undefined;
}

const json = (value: unknown): WireReply => jsonReply(200, { "content-type": "application/json" }, value);

const collection = (name: string, tenant: string, database: string): Record<string, unknown> => ({
  id: stableUuid(name),
  name,
  configuration_json: { hnsw: { space: "cosine" }, spann: null, embedding_function: null },
  schema: null,
  metadata: null,
  dimension: null,
  tenant,
  database,
  log_position: 0,
  version: 0,
});
