import type { AnswerPayload, Call, Reply } from "../../domain/call.ts";
import type { Fault } from "../../domain/fault.ts";
import type { Piece } from "../../domain/wire.ts";
import type { FakeContext } from "./fakes.ts";
import { fakeContext, flow, gather } from "./fakes.ts";

export interface Driven {
  readonly reply: Reply;
  readonly notes: readonly string[];
  readonly idles: readonly string[];
  readonly forwards: number;
}

/** Puts one call through a fault's `inject` with parameters as a file would give them. */
export async function inject(
  fault: Fault,
  call: Call,
  answer: Reply,
  written: unknown = {},
  context: FakeContext = fakeContext(),
): Promise<Driven> {
  let forwards = 0;
  const forward = async (): Promise<Reply> => {
    forwards += 1;
    return answer;
  };
  const reply = (await fault.inject?.(call, forward, context, fault.params.parse(written))) ?? (await forward());
  return { reply, notes: context.notes, idles: context.idles, forwards };
}

/** Puts a body through a fault's `transmit`. */
export async function transmit(
  fault: Fault,
  call: Call,
  pieces: readonly Piece[],
  written: unknown = {},
  context: FakeContext = fakeContext(),
): Promise<Piece[]> {
  const given = fault.params.parse(written);
  return gather(fault.transmit?.(flow(pieces), call, context, given) ?? flow(pieces));
}

type PayloadOf<K> = Extract<AnswerPayload, { kind: K }>;

/** The canonical answer that the agent is given; throws if there is none of that kind. */
export function answerOf<K extends AnswerPayload["kind"]>(kind: K, reply: Reply): PayloadOf<K> {
  if (reply.kind !== "answer" || reply.payload.kind !== kind) {
    throw new Error(`expected a ${kind} answer, got ${JSON.stringify(reply)}`);
  }
  return reply.payload as PayloadOf<K>;
}
