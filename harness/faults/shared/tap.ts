import type { Frame, Piece } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";

/** Where reading stopped. */
export type Point =
  /** At the position, or before the terminal frames if they come earlier; the rest is still to come. */
  | { readonly at: "position" }
  /** The body is not streamed; its first piece has not been passed on. */
  | { readonly at: "whole"; readonly frame: Frame }
  /** Everything has been passed on. */
  | { readonly at: "over" };

/** What tells how far to read; `Meter` of the streams' faults. */
interface Counting {
  full(frame: Frame): boolean;
  room(frame: Frame): number;
  count(frame: Frame): boolean;
}

export interface Reading {
  readonly meter: Counting;
  /** Rejects if the client has gone. */
  readonly alarm?: Promise<"rings">;
  /** Pieces of unstreamed bodies pass and count like any others. */
  readonly countWhole: boolean;
  /** The alarm counts even before anything has come: the body is known to be a stream. */
  readonly surelyStream: boolean;
}

/** A body that can be read a part at a time. */
export class Tap {
  readonly #source: AsyncIterator<Piece>;
  readonly #back: Piece[] = [];
  /** A read that an alarm was faster than. */
  #pending: Promise<IteratorResult<Piece>> | undefined;
  #done = false;
  /** The last event that has passed, keep-alives aside. */
  last: Frame | undefined;

  constructor(pieces: AsyncIterable<Piece>) {
    this.#source = pieces[Symbol.asyncIterator]();
  }

  async next(): Promise<Piece | undefined> {
    const kept = this.#back.pop();
    if (kept !== undefined || this.#done) return kept;
    this.#pending ??= this.#source.next();
    const { done, value } = await this.#pending.finally(() => {
      this.#pending = undefined;
    });
    if (!done) return value;
    this.#done = true;
    return undefined;
  }

  /** The next piece, unless the alarm rings first: then it is the next one still. */
  async #nextBefore(alarm: Promise<"rings">): Promise<Piece | "rings" | undefined> {
    if (this.#back.length === 0 && !this.#done) this.#pending ??= this.#source.next();
    const first = await Promise.race([alarm, this.#pending]);
    return first === "rings" ? first : this.next();
  }

  putBack(piece: Piece): void {
    this.#back.push(piece);
  }

  /** Whatever has not been read yet. */
  async *rest(): AsyncGenerator<Piece> {
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece;
  }

  /** Lets go of a source that was not read to its end. */
  async close(): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    if (this.#pending === undefined) {
      await this.#source.return?.();
      return;
    }
    // A generator returns only after the read that it is busy with, and that may never end: nobody waits for it.
    this.#pending.catch(() => undefined);
    this.#source.return?.().catch(() => undefined);
  }

  /** Passes pieces on, byte for byte, up to where the meter or the alarm says. */
  async *until({ meter, alarm, countWhole, surelyStream }: Reading): AsyncGenerator<Piece, Point> {
    // Of a body that may be no stream the first piece has to be seen before an alarm can strike it.
    let known = surelyStream || countWhole || alarm === undefined;
    for (;;) {
      const piece = alarm && known ? await this.#nextBefore(alarm) : await this.next();
      if (piece === "rings") return { at: "position" };
      if (piece === undefined) return { at: "over" };
      if (isBreak(piece)) {
        yield piece;
        return { at: "over" };
      }
      if (piece.mark === "whole" && !countWhole) return { at: "whole", frame: piece };
      if (!known) {
        known = true;
        this.putBack(piece);
        continue;
      }
      if (piece.mark === "close" || meter.full(piece)) {
        this.putBack(piece);
        return { at: "position" };
      }
      const room = meter.room(piece);
      if (room < piece.bytes.length) {
        this.putBack({ bytes: piece.bytes.subarray(room), mark: piece.mark });
        // Only the second part keeps the mark: whoever counts frames after this still counts events.
        const begun: Frame = { bytes: piece.bytes.subarray(0, room), mark: "comment" };
        meter.count(begun);
        yield begun;
        return { at: "position" };
      }
      if (piece.mark !== "comment") this.last = piece;
      yield piece;
      // The end of a piece may be the end of an unstreamed body, which nothing can strike any more.
      if (meter.count(piece) && piece.mark !== "whole") return { at: "position" };
    }
  }
}
