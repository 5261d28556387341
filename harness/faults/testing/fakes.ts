import type { AnswerPayload, Call, CallPayload, Reply, ToolRequest } from "../../domain/call.ts";
import { addressOf } from "../../domain/call.ts";
import { chance } from "../../domain/chance.ts";
import type { Clock } from "../../domain/clock.ts";
import type { Conversation, ModelTurn } from "../../domain/conversation.ts";
import type { FaultContext } from "../../domain/fault.ts";
import type { Protocol } from "../../domain/protocol.ts";
import type { Hit } from "../../domain/retrieval.ts";
import type { Signs } from "../../domain/signs.ts";
import type { Boundary } from "../../domain/vocabulary.ts";
import { failureKinds, hollowKinds } from "../../domain/vocabulary.ts";
import type { Frame, FrameMark, Piece } from "../../domain/wire.ts";
import { collectBody, decodeText, encodeText, wholeReply } from "../../domain/wire.ts";

/** A clock on which a sleep is over at once, so that only the sum of all waits can be seen. */
export class LeapingClock implements Clock {
  readonly kind = "virtual";
  readonly waits: number[] = [];
  #now: number;
  constructor(now = Date.parse("2026-01-15T12:00:00Z")) {
    this.#now = now;
  }
  now(): number {
    return this.#now;
  }
  pass(ms: number): void {
    this.#now += ms;
  }
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.waits.push(ms);
    this.#now += ms;
  }
}

/** A clock on which nobody wakes up unless the signal aborts. */
export class StandingClock implements Clock {
  readonly kind = "virtual";
  sleepers = 0;
  now(): number {
    return 0;
  }
  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    this.sleepers += 1;
    return new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  }
}

const toWire = (payload: AnswerPayload) =>
  wholeReply(200, { "content-type": "application/json" }, JSON.stringify(payload));

/** A wire that is the canonical payload as JSON. */
export const fakeProtocol: Protocol = {
  name: "fake",
  summary: "Canonical payloads as JSON.",
  boundary: "model",
  failures: failureKinds,
  recognise: () => "chat",
  decodeCall: () => {
    throw new Error("not used by faults");
  },
  encodeReply: (_call, reply) =>
    reply.kind === "answer" ? toWire(reply.payload) : wholeReply(500, {}, JSON.stringify(reply.failure)),
  decodeReply: (_call, { status, bytes }) => (status === 200 ? JSON.parse(decodeText(bytes)) : undefined),
  midStream: {
    failures: failureKinds,
    failure: (failure) => ({ bytes: encodeText(`event: error\ndata: ${JSON.stringify(failure)}\n\n`), mark: "close" }),
    keepAlive: () => ({ bytes: encodeText(": keep-alive\n\n"), mark: "comment" }),
    emptyDelta: (_context, _call, last) => ({
      bytes: encodeText(`data: {"like":${last ? decodeText(last.bytes).slice(6, -2) : "null"}}\n\n`),
      mark: "comment",
    }),
  },
  hollow: {
    kinds: hollowKinds,
    reply: (kind, _call, _context, failure) => wholeReply(200, {}, JSON.stringify({ kind, failure })),
  },
};

export interface FakeContext extends FaultContext {
  readonly notes: readonly string[];
  /** What each note is known again by. */
  readonly signs: readonly Signs[];
  /** Why calls were left as they are. */
  readonly idles: readonly string[];
}

export function fakeContext(given: Partial<FaultContext> & { readonly seed?: string } = {}): FakeContext {
  const notes: string[] = [];
  const signs: Signs[] = [];
  const idles: string[] = [];
  const { seed, ...rest } = given;
  return {
    chance: chance("test", seed ?? "0"),
    clock: new LeapingClock(),
    signal: new AbortController().signal,
    protocol: fakeProtocol,
    binding: { dependency: "dependency", url: "https://dependency.test", options: {} },
    encode: { id: (prefix) => `${prefix}1`, nowSeconds: 0 },
    tellQuota: () => {},
    evictPrompts: () => 0,
    restartTarget: async () => {},
    state: keeping(),
    at: 0,
    firingSince: 0,
    firings: 1,
    note: (text, known) => {
      notes.push(text);
      if (known) signs.push(known);
    },
    idle: (reason) => idles.push(reason),
    decode: decodeFake,
    signs,
    ...rest,
    notes,
    idles,
  };
}

/** State as an injection keeps it through a trial. */
export function keeping(): FaultContext["state"] {
  const kept: unknown[] = [];
  return <T>(create: () => T): T => {
    if (kept.length === 0) kept.push(create());
    return kept[0] as T;
  };
}

async function decodeFake(reply: Reply): Promise<AnswerPayload | undefined> {
  if (reply.kind === "answer") return reply.payload;
  if (reply.kind !== "raw" || reply.wire.status !== 200) return undefined;
  try {
    return JSON.parse(decodeText((await collectBody(reply.wire.body)).bytes));
  } catch {
    return undefined;
  }
}

function fakeCall(payload: CallPayload, given: Partial<Call> = {}): Call {
  const boundary: Boundary = payload.kind;
  const call = {
    operation: "operation",
    payload,
    stream: false,
    boundary,
    dependency: "dependency",
    protocol: "fake",
    occurrence: 1,
    attempt: 1,
    trial: "trial",
    performance: "trial~task",
    at: 0,
    ...given,
  };
  return { ...call, address: addressOf(call) };
}

const conversation: Conversation = { model: "m", system: "", messages: [], tools: [], stream: false };
export const modelCall = (given: Partial<Conversation> = {}, call: Partial<Call> = {}): Call =>
  fakeCall({ kind: "model", conversation: { ...conversation, ...given } }, call);
export const retrievalCall = (query: string, topK?: number): Call =>
  fakeCall({ kind: "retrieval", query: { query, ...(topK === undefined ? {} : { topK }) } });
export const toolCall = (request: Partial<ToolRequest> = {}, call: Partial<Call> = {}): Call =>
  fakeCall({ kind: "tool", request: { arguments: {}, ...request } }, call);

export const turnReply = (turn: Partial<ModelTurn>): Reply => ({
  kind: "answer",
  payload: { kind: "model", turn: { text: "", toolCalls: [], stopReason: "stop", ...turn } },
});
export const hitsReply = (hits: readonly Hit[]): Reply => ({
  kind: "answer",
  payload: { kind: "retrieval", result: { hits } },
});
export const valueReply = (value: unknown): Reply => ({
  kind: "answer",
  payload: { kind: "tool", result: { status: 200, value } },
});

export const frame = (mark: FrameMark, text: string): Frame => ({ mark, bytes: encodeText(text) });
/** A stream of one opening event, the given contents and one closing event. */
export const streamOf = (...contents: readonly string[]): Frame[] => [
  frame("open", "data: open\n\n"),
  ...contents.map((text) => frame("content", `data: {"delta":"${text}"}\n\n`)),
  frame("close", "data: [DONE]\n\n"),
];

export async function* flow(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
}

export async function gather(pieces: AsyncIterable<Piece>): Promise<Piece[]> {
  const all: Piece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

/** What arrives, readable: text of frames, `<reset>` for breaks. */
export const readable = (pieces: readonly Piece[]): readonly string[] =>
  pieces.map((piece) => ("ending" in piece ? `<${piece.ending}>` : decodeText(piece.bytes)));
