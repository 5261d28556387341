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
    return json({
      id: segments[1],
      name: segments[1],
      vector_type: "dense",
      metric: "cosine",
      dimension: dimensions,
      status: { ready: true, state: "Ready" },
      host: host + pathname.replace(/\/+$/, ""),
      spec: { serverless: { region: "us-east-1", cloud: "aws" } },
      deletion_protection: "disabled",
      tags: null,
    });
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
