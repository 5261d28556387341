import type { Reply } from "../domain/call.ts";
import { type Frame, isBreak, type Piece } from "../domain/wire.ts";
import type { LiveFiring } from "./live-reach.ts";

type Forward = (tool?: string) => Promise<Reply>;
const isOff = Symbol("off");

/** Resolves when the injection is off; rejects when the client goes first. */
const offOrGone = ({ off, signal }: LiveFiring): Promise<typeof isOff> =>
  new Promise((resolve, reject) => {
    const ended = (): void => {
      if (off.aborted) resolve(isOff);
      else reject(signal.reason);
    };
    if (signal.aborted) ended();
    else signal.addEventListener("abort", ended, { once: true });
  });

/**
 * What a fault makes of a call, as long as its injection is on. Turned off meanwhile, the call has what the dependency says, which is
 * asked once and not again. A call that was left hanging is answered then; one whose answer the fault has begun to read is broken off.
 */
export async function injectWhileOn(
  live: LiveFiring,
  inject: (forward: Forward) => Promise<Reply>,
  forward: Forward,
): Promise<Reply> {
  const asked = new Map<string | undefined, Promise<Reply>>();
  let begun = false;
  const watched = (reply: Reply): Reply => {
    if (reply.kind !== "raw" || Array.isArray(reply.wire.body)) return reply;
    const { body } = reply.wire;
    const read = async function* (): AsyncIterable<Piece> {
      begun = true;
      yield* body;
    };
    return { ...reply, wire: { ...reply.wire, body: read() } };
  };
  const whileOn: Forward = (tool) => {
    // A fault that was turned off and goes on all the same reaches nobody.
    if (live.off.aborted) return new Promise(() => {});
    const answer = forward(tool).then(watched);
    if (!asked.has(tool)) asked.set(tool, answer);
    return answer;
  };
  const clean = async (): Promise<Reply> => {
    const reply = await (asked.get(undefined) ?? forward());
    return begun ? { kind: "disconnect", code: "reset" } : reply;
  };
  const ended = offOrGone(live);
  ended.catch(() => undefined);
  const acting = inject(whileOn);
  acting.catch(() => undefined);
  try {
    const reply = await Promise.race([acting, ended]);
    if (reply === isOff) return clean();
    if (reply.kind !== "disconnect" || reply.code !== "hang") return reply;
  } catch (error) {
    // Its wait was ended because it is off, which it says in its own way.
    if (!live.off.aborted) throw error;
    return clean();
  }
  await ended;
  return clean();
}

/**
 * What a fault makes of a body, as long as its injection is on. Turned off meanwhile, the rest of the body follows as it is; one that
 * was changed already is broken off, as is one that has fallen silent.
 */
export async function* transmitWhileOn(
  live: LiveFiring,
  source: AsyncIterable<Piece>,
  transmit: (pieces: AsyncIterable<Piece>) => AsyncIterable<Piece>,
): AsyncIterable<Piece> {
  const from = source[Symbol.asyncIterator]();
  const held = heldPieces();
  let pulling: Promise<IteratorResult<Piece>> | undefined;
  const taken = async function* (): AsyncIterable<Piece> {
    while (!live.off.aborted) {
      pulling ??= from.next();
      const next = await pulling;
      if (live.off.aborted) return;
      pulling = undefined;
      if (next.done) return;
      held.take(next.value);
      yield next.value;
    }
  };
  const ended = offOrGone(live);
  ended.catch(() => undefined);
  const through = transmit(taken())[Symbol.asyncIterator]();
  try {
    for (;;) {
      const coming = through.next();
      coming.catch(() => undefined);
      const next = await Promise.race([coming, ended]).catch((error: unknown): typeof isOff => {
        if (live.off.aborted) return isOff;
        throw error;
      });
      if (next === isOff) break;
      if (next.done) return;
      if (isBreak(next.value)) {
        if (next.value.ending !== "silence") return yield next.value;
        await ended;
        return yield { ending: "reset" };
      }
      held.give(next.value);
      yield next.value;
    }
    if (held.changed()) return yield { ending: "reset" };
    yield* held.rest();
    for (;;) {
      const next = await (pulling ?? from.next());
      pulling = undefined;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: whoever was turned off may be in the middle of anything.
    through.return?.()?.catch(() => undefined);
    from.return?.()?.catch(() => undefined);
  }
}

/** What a fault has taken of a body and not passed on, and whether what it passed on is what it took. */
function heldPieces() {
  const pieces: Piece[] = [];
  let offset = 0;
  let changed = false;
  const matches = ({ bytes }: Frame): boolean => {
    for (let at = 0; at < bytes.length; ) {
      const [head] = pieces;
      if (!head || isBreak(head)) return false;
      const part = Math.min(bytes.length - at, head.bytes.length - offset);
      if (Buffer.compare(bytes.subarray(at, at + part), head.bytes.subarray(offset, offset + part)) !== 0) return false;
      at += part;
      offset += part;
      if (offset < head.bytes.length) continue;
      pieces.shift();
      offset = 0;
    }
    return true;
  };
  return {
    take: (piece: Piece): void => void (changed || pieces.push(piece)),
    give(piece: Frame): void {
      // No client shows a comment: one that was put in changes nothing.
      if (changed || (piece.mark === "comment" && piece !== pieces[0])) return;
      if (matches(piece)) return;
      changed = true;
      pieces.length = 0;
    },
    changed: () => changed,
    rest(): readonly Piece[] {
      const [head, ...others] = pieces;
      if (!head) return [];
      return isBreak(head) ? [head] : [{ ...head, bytes: head.bytes.subarray(offset) }, ...others];
    },
  };
}
