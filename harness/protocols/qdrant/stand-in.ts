import type { Binding } from "../../domain/protocol.ts";
import { type WireReply, type WireRequest, wholeReply } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { jsonReply } from "../shared/json-body.ts";
import { segmentsOf } from "../shared/route.ts";
import { settingsOf } from "./settings.ts";

/** Clients compare their version with the server's when they are made, and ask whether a collection exists. */
export function standIn(request: WireRequest, binding: Binding): WireReply | undefined {
  if (request.method !== "GET") return undefined;
  const [first, collection, rest, ...more] = segmentsOf(pathBelow(request, binding));
  if (first === undefined)
    return json({ title: "qdrant - vector search engine", version: "1.19.0", commit: "0000000" });
  if (["healthz", "livez", "readyz"].includes(first))
    return wholeReply(
      200,
      { "content-type": "text/plain; charset=utf-8" },
      first === "readyz" ? "all shards are ready" : "healthz check passed",
    );
  if (first !== "collections" || collection === undefined || more.length > 0) return undefined;
  if (rest === "exists") return result({ exists: true });
  if (rest !== undefined) return undefined;
  return result({
    status: "green",
    optimizer_status: "ok",
    indexed_vectors_count: 0,
    segments_count: 1,
    config: { params: { vectors: { size: settingsOf(binding.options).dimensions, distance: "Cosine" } } },
    payload_schema: {},
  });
}

const json = (value: unknown): WireReply => jsonReply(200, { "content-type": "application/json" }, value);
const result = (value: unknown): WireReply => json({ result: value, status: "ok", time: 0.000061 });
