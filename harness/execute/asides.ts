import type { Call, Reply } from "../domain/call.ts";
import type { Protocol } from "../domain/protocol.ts";
import { type Frame, isBreak, type Piece, piecesOf, type WireReply } from "../domain/wire.ts";

/** What a server says in the middle of one call, past the faults that hold its answer. */
export interface Asides {
  /** The dependency's reply as faults are given it: while they hold it, what is no answer goes to the client. */
  divert(reply: Reply): Reply;
  /**
   * What the client is answered with: the faults' own reply, or one that has begun before it was there.
   * @param encode makes the wire reply of the answer; called once it is there.
   */
  before(answer: Promise<Reply>, encode: (reply: Exclude<Reply, { kind: "disconnect" }>) => WireReply): Promise<Reply>;
}

const nothing: Asides = { divert: (reply) => reply, before: (answer) => answer };

/**
 * A fault that changes an answer reads the reply to its end. A server that asks its client something before it answers would wait
 * for good if the question were held as well.
 */
export function asidesOf(call: Call, { asides }: Protocol): Asides {
  if (asides === undefined) return nothing;
  const said: Frame[] = [];
  const begun = Promise.withResolvers<WireReply>();
  let more = Promise.withResolvers<void>();
  let held = true;

  async function* without(wire: WireReply, isAside: (frame: Frame) => boolean): AsyncIterable<Piece> {
    for await (const piece of wire.body) {
      if (!held || isBreak(piece) || !isAside(piece)) {
        yield piece;
        continue;
      }
      said.push(piece);
      begun.resolve(wire);
      more.resolve();
    }
  }

  async function* told(rest: Promise<AsyncIterable<Piece>>): AsyncIterable<Piece> {
    let known: AsyncIterable<Piece> | undefined;
    const answered = rest.then((pieces) => {
      known = pieces;
    });
    answered.catch(() => undefined); // the client may leave before it is waited for
    for (;;) {
      yield* said.splice(0);
      if (known !== undefined) break;
      more = Promise.withResolvers<void>();
      if (said.length === 0) await Promise.race([more.promise, answered]);
    }
    yield* known;
  }

  return {
    divert(reply) {
      if (reply.kind !== "raw" || Array.isArray(reply.wire.body) || !asides.within(call, reply.wire)) return reply;
      return { kind: "raw", wire: { ...reply.wire, body: without(reply.wire, asides.isAside) } };
    },
    async before(answer, encode) {
      const over = answer.finally(() => {
        held = false;
      });
      const first = await Promise.race([over, begun.promise]);
      if ("kind" in first) return first;
      const rest = over.then((reply) =>
        reply.kind === "disconnect"
          ? piecesOf([{ ending: reply.code === "hang" || reply.code === "timeout" ? "silence" : "reset" }])
          : asides.after(call, encode(reply)),
      );
      rest.catch(() => undefined);
      const { "content-length": _, ...headers } = first.headers;
      return { kind: "raw", wire: { ...first, headers, body: told(rest) } };
    },
  };
}
