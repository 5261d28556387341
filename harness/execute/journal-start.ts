import type { Call } from "../domain/call.ts";
import type { ActiveTrial } from "./active-trial.ts";
import type { CallBook } from "./call-book.ts";
import type { BoundDependency } from "./dependency-table.ts";
import { shortRequest } from "./shorten.ts";

/** Writes `call-started`, before anything is done about the call. */
export function journalStart(
  active: ActiveTrial,
  call: Call,
  bound: BoundDependency,
  fingerprint: string,
  { messagesSeen }: CallBook,
  traceparent: string | undefined,
): void {
  const [, traceId, spanId] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(traceparent ?? "") ?? [];
  const seen = messagesSeen.get(call.dependency) ?? 0;
  if (call.payload.kind === "model") messagesSeen.set(call.dependency, call.payload.conversation.messages.length);
  active.journal({
    type: "call-started",
    trial: call.trial,
    performance: call.performance,
    t: call.at,
    address: call.address,
    boundary: call.boundary,
    dependency: call.dependency,
    dimension: bound.dependency.dimension,
    operation: call.operation,
    occurrence: call.occurrence,
    attempt: call.attempt,
    fingerprint,
    stream: call.stream,
    ...(bound.dependency.via ? { via: bound.dependency.via } : {}),
    ...(call.client ? { client: call.client } : {}),
    ...(traceId && spanId ? { trace: `${traceId}-${spanId}` } : {}),
    request: shortRequest(call.payload, seen),
    ...active.planted.carriedBy(call.payload),
  });
}
