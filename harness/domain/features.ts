import type { StopReason } from "./conversation.ts";
import type { Protocol } from "./protocol.ts";
import type { FailureKind, HollowKind } from "./vocabulary.ts";

/**
 * What a wire can show. A fault says which of these its parameters need; a protocol without them makes validation refuse it.
 * `stream`: replies come in pieces. `announced-wait`: a refusal says how long to wait.
 * `partial-answer`: an answer can say that not everything was searched. `tool-list`: clients ask it which tools it has.
 */
export type Feature =
  | `failure:${FailureKind}`
  | `in-stream:${FailureKind}`
  | `hollow:${HollowKind}`
  | `stop:${StopReason}`
  | "stream"
  | "announced-wait"
  | "keep-alive"
  | "empty-delta"
  | "checksum"
  | "prompt-cache"
  | "response-id"
  | "partial-answer"
  | "rpc-error"
  | "sessions"
  | "tool-list";

/** Those of a model protocol that does not say. */
export const usualStops: readonly StopReason[] = ["stop", "length", "tool-calls", "content-filter", "refusal"];

export function featuresOf(protocol: Protocol): ReadonlySet<Feature> {
  const { midStream, hollow } = protocol;
  const model = protocol.boundary === "model";
  return new Set<Feature>([
    ...protocol.failures.map((kind) => `failure:${kind}` as const),
    ...(midStream?.failures ?? []).map((kind) => `in-stream:${kind}` as const),
    ...(hollow?.kinds ?? []).map((kind) => `hollow:${kind}` as const),
    ...(model ? (protocol.stopReasons ?? usualStops).map((reason) => `stop:${reason}` as const) : []),
    ...(protocol.split ? (["stream"] as const) : []),
    ...(protocol.announcesWait === false ? [] : (["announced-wait"] as const)),
    ...(midStream?.keepAlive ? (["keep-alive"] as const) : []),
    ...(midStream?.emptyDelta ? (["empty-delta"] as const) : []),
    ...(midStream?.breakChecksum ? (["checksum"] as const) : []),
    ...(protocol.caching ? (["prompt-cache"] as const) : []),
    ...(protocol.responseIds ? (["response-id"] as const) : []),
    ...(protocol.rpcError ? (["rpc-error"] as const) : []),
    ...(protocol.sessionOf ? (["sessions"] as const) : []),
    ...(protocol.toolList ? (["tool-list"] as const) : []),
    ...(protocol.tellsPartial ? (["partial-answer"] as const) : []),
  ]);
}
