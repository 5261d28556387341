import { hash } from "node:crypto";
import type { CallDraft } from "../domain/call.ts";
import { BadRequest } from "../domain/protocol.ts";
import type { FailureKind } from "../domain/vocabulary.ts";
import type { WireRequest } from "../domain/wire.ts";
import type { BoundDependency } from "./dependency-table.ts";
import type { EmbeddedTexts } from "./stand-ins.ts";

/** What a request asks for, as its protocol reads it; or why the provider would refuse it, and as what. */
export function decodeCall(
  embedded: EmbeddedTexts,
  bound: BoundDependency,
  request: WireRequest,
): { draft: CallDraft; refusal?: string; refusedAs?: FailureKind } {
  const client = bound.protocol.clientAttempt?.(request);
  const numbered = (draft: CallDraft): CallDraft => (client ? { ...draft, client } : draft);
  if (bound.protocol.recognise(request, bound.binding) === undefined) return { draft: numbered(unrecognised(request)) };
  try {
    return { draft: numbered(legible(bound.protocol.decodeCall(request, bound.binding), embedded)) };
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return { draft: numbered(unrecognised(request)), refusal: error.message, refusedAs: error.kind };
  }
}

/** A search by vector alone, with the words that the vector was made from, if this trial saw that. */
function legible(draft: CallDraft, embedded: EmbeddedTexts): CallDraft {
  const { payload } = draft;
  if (payload.kind !== "retrieval" || payload.query.query !== "" || !payload.query.vector) return draft;
  const query = embedded.textOf(payload.query.vector);
  return query === undefined ? draft : { ...draft, payload: { ...payload, query: { ...payload.query, query } } };
}

/** Parameters that hold a key or a signature, under names which mean nothing of the kind elsewhere. They are told apart and not shown. */
const secretParameter = /^(?:key|sig|code)$/i;
const digestText = (value: string): string => `sha1:${hash("sha1", value, "hex").slice(0, 10)}`;

/** An endpoint that the protocol does not know is relayed untouched, but outages and latency reach it too. */
function unrecognised(request: WireRequest): CallDraft {
  const url = new URL(request.url);
  const parameters = Object.fromEntries(
    [...url.searchParams].map(([name, value]) => [name, secretParameter.test(name) ? digestText(value) : value]),
  );
  return {
    operation: `${request.method} ${url.pathname}`,
    payload: { kind: "tool", request: { method: request.method, path: url.pathname, arguments: parameters } },
    stream: false,
  };
}
