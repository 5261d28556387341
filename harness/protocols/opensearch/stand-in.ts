import type { Binding } from "../../domain/protocol.ts";
import { type WireReply, type WireRequest, wholeReply } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { jsonReply } from "../shared/json-body.ts";
import { segmentsOf } from "../shared/route.ts";

/** What clients ask before they search: who answers, how the cluster is, whether the index is there. */
export function standIn(
  request: WireRequest,
  binding: Binding,
  headers: Readonly<Record<string, string>>,
  version: Readonly<Record<string, unknown>>,
): WireReply | undefined {
  const segments = segmentsOf(pathBelow(request, binding));
  const json = { "content-type": "application/json; charset=UTF-8", ...headers };
  if (request.method === "HEAD" && segments.length <= 1 && !segments[0]?.startsWith("_"))
    return wholeReply(200, json, "");
  if (request.method !== "GET") return undefined;
  if (segments.length === 0)
    return jsonReply(200, json, { name: "node-1", cluster_name: "documents", cluster_uuid: "brownout", version });
  if (segments[0] === "_cluster" && segments[1] === "health")
    return jsonReply(200, json, {
      cluster_name: "documents",
      status: "green",
      timed_out: false,
      number_of_nodes: 1,
      number_of_data_nodes: 1,
    });
  return undefined;
}
