import { hash } from "node:crypto";
import type { CallPayload } from "../domain/call.ts";
import type { Message } from "../domain/conversation.ts";

/** A moment is that of sending if it is no older than the longest that a client waits for a reply and for its next attempt. */
const sentWithin = 15 * 60_000;
/** Clocks differ, and whole seconds are rounded up. */
const ahead = 2000;

/**
 * Hash of a request that was sent at a moment, 12 hex digits.
 * @param now milliseconds since the Unix epoch, on the clock of the agent
 */
export type Fingerprint = (now: number) => string;

/**
 * Hash of the canonical request without what changes from attempt to attempt: equal for retries, whichever layer makes them.
 * Left out are the moment of sending, in a prompt or an argument; ids that only name the request (under their usual names, and
 * only where the value is a random one); idempotency keys; and the ids of tool calls, which count by their place.
 */
export function fingerprintOf(payload: CallPayload): Fingerprint {
  const text = JSON.stringify(stable(payload));
  if (text.search(moment) >= 0) return (now) => shortHash(withoutMoment(text, now));
  const always = shortHash(text);
  return () => always;
}

const shortHash = (text: string): string => hash("sha1", text, "hex").slice(0, 12);

function stable(payload: CallPayload): unknown {
  switch (payload.kind) {
    case "model": {
      const { model, system, messages, tools } = payload.conversation;
      return [model, system, withPlaces(messages), tools.map((tool) => tool.name)];
    }
    case "embedding":
      return payload.request;
    case "retrieval":
      return payload.query;
    case "tool":
      return [payload.request.method, payload.request.path, withoutNonces(payload.request.arguments)];
  }
}

/** Frameworks that keep no ids make them anew whenever they write the conversation out. */
function withPlaces(messages: readonly Message[]): readonly unknown[] {
  const places = new Map<string, number>();
  const placeOf = (id: string): number => {
    const known = places.get(id) ?? places.size;
    places.set(id, known);
    return known;
  };
  return messages.map((message) => {
    if (message.role === "user") return message;
    if (message.role === "tool") return { ...message, callId: placeOf(message.callId) };
    return { ...message, toolCalls: message.toolCalls.map((call) => ({ ...call, id: placeOf(call.id) })) };
  });
}

/** Names for what tells one request from another and says nothing of what it asks for. */
const naming =
  /^(?:x[-_])?(?:(?:request|req|trace|span|correlation|invocation)[-_]?id|trace[-_]?parent|idempotency[-_]?key|client[-_]?(?:request[-_]?)?token|nonce|progress[-_]?token)$/i;
/** A message that one agent sends another names itself, beside its role. */
const ofMessages = /^message[-_]?id$/i;
/** A UUID, a W3C traceparent, or some other long word with figures in it: nobody's order number. */
const random =
  /^(?=.*\d)(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}|[\w-]{16,})$/i;

function withoutNonces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNonces);
  if (typeof value !== "object" || value === null) return value;
  const isMessage = "role" in value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const volatile = naming.test(name) || (isMessage && ofMessages.test(name));
      if (volatile && typeof member === "string" && random.test(member)) return [name, "random"];
      return [name, withoutNonces(member)];
    }),
  );
}

const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|\b1[6-9]\d{8}(?:\d{3})?\b/g;

const withoutMoment = (text: string, now: number): string =>
  text.replace(moment, (written) => {
    const at = written.includes("T") ? Date.parse(written) : Number(written) * (written.length > 10 ? 1 : 1000);
    return at >= now - sentWithin && at <= now + ahead ? "now" : written;
  });
