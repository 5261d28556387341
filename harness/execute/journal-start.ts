import type { Call } from "../domain/call.ts";
import type { CallStarted } from "../domain/events.ts";
import type { ActiveTrial } from "./active-trial.ts";
import type { CallBook } from "./call-book.ts";
import type { BoundDependency } from "./dependency-table.ts";
import { shortRequest } from "./shorten.ts";

const parent = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

/** Writes `call-started`. Members that most calls lack are added one by one: spreading nothing into an object is dear. */
export function journalStart(
  active: ActiveTrial,
  call: Call,
  bound: BoundDependency,
  fingerprint: string,
  { messagesSeen }: CallBook,
  traceparent: string | undefined,
): void {
  const seen = messagesSeen.get(call.dependency) ?? 0;
  if (call.payload.kind === "model") messagesSeen.set(call.dependency, call.payload.conversation.messages.length);
  const event: { -readonly [Name in keyof CallStarted]: CallStarted[Name] } = {
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
    request: shortRequest(call.payload, seen),
  };
  if (bound.dependency.via) event.via = bound.dependency.via;
  if (call.client) event.client = call.client;
  const [, traceId, spanId] = (traceparent === undefined ? undefined : parent.exec(traceparent)) ?? [];
  if (traceId && spanId) event.trace = `${traceId}-${spanId}`;
  const { carries } = active.planted.carriedBy(call.payload);
  if (carries) event.carries = carries;
  active.journal(event);
}
