import type { Binding } from "../../domain/protocol.ts";
import { type WireReply, type WireRequest, wholeReply } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { jsonReply } from "../shared/json-body.ts";
import { grpcStatus, isGrpc } from "./failures.ts";
import { settingsOf } from "./settings.ts";

/** Version and health, which clients ask for first. Over gRPC a corpus cannot answer, and says so in the way of gRPC. */
export function standIn(request: WireRequest, binding: Binding): WireReply | undefined {
  const path = pathBelow(request, binding);
  if (isGrpc(path))
    return grpcStatus(
      12,
      "Brownout reads no gRPC: search over GraphQL, or allow the real host, where outages and latency work.",
    );
  if (request.method !== "GET") return undefined;
  if (path === "/v1/meta")
    return jsonReply(
      200,
      { "content-type": "application/json" },
      {
        hostname: binding.url,
        version: settingsOf(binding.options).version,
        grpcMaxMessageSize: 104_858_000,
        modules: {},
      },
    );
  return path === "/v1/.well-known/ready" || path === "/v1/.well-known/live" ? wholeReply(200, {}, "") : undefined;
}
