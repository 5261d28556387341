import type { Binding } from "../../domain/protocol.ts";
import type { WireReply, WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { jsonReply } from "../shared/json-body.ts";
import { segmentsOf } from "../shared/route.ts";
import { settingsOf } from "./settings.ts";

/**
 * The control plane's description of an index, from which clients learn its host, and the statistics of an index. The host is the
 * address that was asked: both planes are the same dependency.
 */
export function standIn(request: WireRequest, binding: Binding): WireReply | undefined {
  const segments = segmentsOf(pathBelow(request, binding));
  const { dimensions } = settingsOf(binding.options);
  const json = (value: unknown): WireReply => jsonReply(200, { "content-type": "application/json" }, value);
  if (request.method === "GET" && segments[0] === "indexes" && segments[1] !== undefined && segments.length === 2) {
    const { host, pathname } = new URL(binding.url);
    const described = {
      name: segments[1],
      host: host + pathname.replace(/\/+$/, ""),
      status: { ready: true, state: "Ready" },
      deletion_protection: "disabled",
    };
    const versions = request.headers["x-pinecone-api-version"] ?? "";
    return json({ ...described, ...(versions >= withSchemas ? schemaOf(dimensions) : specOf(dimensions)) });
  }
  if (segments.length === 1 && segments[0] === "describe_index_stats")
    return json({
      namespaces: {},
      dimension: dimensions,
      indexFullness: 0,
      totalVectorCount: 0,
      metric: "cosine",
      vectorType: "dense",
    });
  return undefined;
}

/** From this version of the API on an index has a schema; before, a dimension, a metric and a spec of its own. */
const withSchemas = "2026-07";
const schemaOf = (dimension: number): object => ({
  deployment: { deployment_type: "managed", cloud: "aws", region: "us-east-1" },
  schema: { fields: { _values: { type: "dense_vector", dimension, metric: "cosine" } } },
});
const specOf = (dimension: number): object => ({
  vector_type: "dense",
  metric: "cosine",
  dimension,
  spec: { serverless: { cloud: "aws", region: "us-east-1" } },
});
