import { hash } from "node:crypto";
import type { CallDraft } from "../domain/call.ts";
import { BadRequest } from "../domain/protocol.ts";
import type { RetrievalQuery } from "../domain/retrieval.ts";
import type { FailureKind } from "../domain/vocabulary.ts";
import type { WireRequest } from "../domain/wire.ts";
import { type AskedBefore, askedBefore } from "./asked-before.ts";
import type { BoundDependency } from "./dependency-table.ts";
import { type Fingerprint, fingerprintOf } from "./fingerprint.ts";
import type { EmbeddedTexts } from "./stand-ins.ts";

interface Asking {
  readonly draft: CallDraft;
  readonly fingerprint: Fingerprint;
}

export interface Decoded extends Asking {
  /** Why the provider would refuse it, and as what. */
  readonly refusal?: string;
  readonly refusedAs?: FailureKind;
}

/** What a request asks for, as its protocol reads it. */
export function decodeCall(embedded: EmbeddedTexts, bound: BoundDependency, request: WireRequest): Decoded {
  const client = bound.protocol.clientAttempt?.(request);
  const numbered = (asking: Asking): Asking => (client ? { ...asking, draft: { ...asking.draft, client } } : asking);
  try {
    const read = (): Asking => asked(legible(draftOf(bound, request), embedded));
    return numbered(bound.protocol.boundary === "model" ? askedOf(bound).read(request, read) : read());
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return { ...numbered(asked(unrecognised(request))), refusal: error.message, refusedAs: error.kind };
  }
}

const asked = (draft: CallDraft): Asking => ({ draft, fingerprint: fingerprintOf(draft.payload) });

const draftOf = (bound: BoundDependency, request: WireRequest): CallDraft =>
  bound.protocol.recognise(request, bound.binding) === undefined
    ? unrecognised(request)
    : bound.protocol.decodeCall(request, bound.binding);

const ofDependencies = new WeakMap<BoundDependency, AskedBefore<Asking>>();

/** Protocols of models read nothing but method, URL and body. */
function askedOf(bound: BoundDependency): AskedBefore<Asking> {
  const known = ofDependencies.get(bound) ?? askedBefore();
  ofDependencies.set(bound, known);
  return known;
}

/** Searches by vector alone, with the words that their vectors were made from, if this trial saw that. */
function legible(draft: CallDraft, embedded: EmbeddedTexts): CallDraft {
  const { payload } = draft;
  return payload.kind === "retrieval"
    ? { ...draft, payload: { ...payload, query: inWords(payload.query, embedded) } }
    : draft;
}

function inWords(sought: RetrievalQuery, embedded: EmbeddedTexts): RetrievalQuery {
  const { query, vector, others } = sought;
  const words = query === "" && vector ? embedded.textOf(vector) : undefined;
  return {
    ...sought,
    ...(words === undefined ? {} : { query: words }),
    ...(others ? { others: others.map((other) => inWords(other, embedded)) } : {}),
  };
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
