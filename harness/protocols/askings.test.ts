import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerPayload, CallDraft, CallPayload } from "../domain/call.ts";
import { BadRequest, type Protocol } from "../domain/protocol.ts";
import type { FailureKind } from "../domain/vocabulary.ts";
import { encodeText, type WireReply, type WireRequest } from "../domain/wire.ts";
import { protocols } from "./index.ts";
import { isObject } from "./shared/json-body.ts";
import { askings, service, wireOf } from "./testing/askings.ts";
import { callOf, encodeContext, joined } from "./testing/calls.ts";
import type { Asking } from "./testing/store-askings.ts";

/** What the router makes of a request that is refused: no more is known of it than where it went. */
const unread: CallDraft = {
  operation: "POST /somewhere",
  payload: { kind: "tool", request: { arguments: {} } },
  stream: false,
};
const failed = (protocol: Protocol, draft: CallDraft, kind: FailureKind, message?: string): WireReply =>
  protocol.encodeReply(
    callOf(draft, protocol),
    { kind: "failure", failure: { kind, ...(message === undefined ? {} : { message }) } },
    service,
    encodeContext(),
  );

it("has requests for every protocol", () => {
  expect(Object.keys(askings).toSorted()).toEqual(protocols.map(({ name }) => name).toSorted());
});

describe.each(protocols)("a request to $name", (protocol) => {
  const own = askings[protocol.name] ?? [];

  it.each(own)("at $path is read and answered", (asking) => {
    const draft = protocol.decodeCall(wireOf(asking), service);
    expect(draft.operation).toBe(protocol.recognise(wireOf(asking), service));
    expect(answered(protocol, draft)).toBe(200);
  });

  it("fails with an error status, but for the failures that are told in a 200", async () => {
    const told = new Set<FailureKind>();
    for (const asking of own) {
      const draft = protocol.decodeCall(wireOf(asking), service);
      for (const kind of protocol.failures) {
        const wire = failed(protocol, draft, kind);
        if (wire.status === 200) told.add(kind);
        else {
          expect(wire.status).toBeGreaterThanOrEqual(400);
          if (["model", "embedding", "retrieval"].includes(protocol.boundary))
            expect(protocol.decodeReply(callOf(draft, protocol), await joined(wire), service)).toBeUndefined();
        }
      }
    }
    expect([...told].toSorted()).toEqual([...(protocol.failsIn200 ?? [])].toSorted());
  });

  it.each(own)("at $path is answered or refused as by the provider, whatever stands in it", (asking) => {
    fc.assert(
      fc.property(mangled(asking), (request) => {
        const operation = protocol.recognise(request, service);
        if (operation === undefined) return;
        const draft = readOrRefused(protocol, request);
        if (!draft) return;
        expect(draft.operation).toBe(operation);
        answered(protocol, draft);
      }),
      { numRuns: 100 },
    );
  });
});

/** A refusal must be one of the provider's own failures, with its words in it. */
function readOrRefused(protocol: Protocol, request: WireRequest): CallDraft | undefined {
  try {
    return protocol.decodeCall(request, service);
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    expect(protocol.failures).toContain(error.kind);
    const { status } = failed(protocol, unread, error.kind, error.message);
    if (!(status === 200 && protocol.failsIn200?.includes(error.kind))) expect([400, 404, 413, 422]).toContain(status);
    return undefined;
  }
}

function answered(protocol: Protocol, draft: CallDraft): number {
  const payload = answerTo(draft.payload);
  // Several queries at once have no one answer; the protocol says what to do then.
  const { queries } = isObject(draft.echo) ? draft.echo : {};
  if (typeof queries === "number" && queries > 1) return 200;
  return protocol.encodeReply(callOf(draft, protocol), { kind: "answer", payload }, service, encodeContext()).status;
}

function answerTo(payload: CallPayload): AnswerPayload {
  switch (payload.kind) {
    case "model":
      return { kind: "model", turn: { text: "Hi", toolCalls: [], stopReason: "stop" } };
    case "embedding":
      return { kind: "embedding", result: { vectors: payload.request.inputs.map(() => [0.5]) } };
    case "retrieval":
      return { kind: "retrieval", result: { hits: [{ id: "a", text: "Tents", score: 0.5, fields: {} }] } };
    case "tool":
      return { kind: "tool", result: { status: 200, value: { id: "1" } } };
  }
}

/** The request with another value, or none, in the place of one of its members; or with a body that was cut or is no JSON. */
function mangled(asking: Asking): fc.Arbitrary<WireRequest> {
  const wire = wireOf(asking);
  const other = fc.oneof(
    fc.constant(undefined),
    fc.constantFrom<unknown>(null, 0, -1, 1.5, "", "x", [], {}, [[]], [null], [{}], { toString: null }, [
      { toString: null },
    ]),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const bodies = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom(...placesIn(asking.body)), other)
        .map(([place, value]) => encodeText(JSON.stringify(replaced(asking.body, place, value)) ?? "")),
    },
    { weight: 1, arbitrary: fc.nat(wire.body.length).map((end) => wire.body.slice(0, end)) },
    { weight: 1, arbitrary: fc.uint8Array() },
  );
  return bodies.map((body) => ({ ...wire, body }));
}

type Place = readonly string[];
const placesIn = (value: unknown): Place[] => [
  [],
  ...(typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, member]) => placesIn(member).map((place) => [key, ...place]))
    : []),
];

function replaced(value: unknown, [key, ...rest]: Place, other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? replaced(item, rest, other) : item));
  return isObject(value) ? { ...value, [key]: replaced(value[key], rest, other) } : value;
}
