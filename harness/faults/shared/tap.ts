import type { Frame, Piece } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";

/** Where a stream was stopped. */
export type Point =
  /** So many content frames have passed; the rest is still to come. */
  | { readonly at: "content"; readonly passed: number }
  /** The terminal frames come next, though fewer content frames have passed than were asked for. */
  | { readonly at: "close"; readonly passed: number }
  /** The body is not streamed; its first piece has not been passed on. */
  | { readonly at: "whole"; readonly frame: Frame }
  /** Everything has been passed on. */
  | { readonly at: "over"; readonly passed: number };

/** A body that can be read a part at a time. */
export class Tap {
  readonly #source: AsyncIterator<Piece>;
  readonly #back: Piece[] = [];
  #done = false;

  constructor(pieces: AsyncIterable<Piece>) {
    this.#source = pieces[Symbol.asyncIterator]();
  }

  async next(): Promise<Piece | undefined> {
    const kept = this.#back.pop();
    if (kept !== undefined || this.#done) return kept;
    const { done, value } = await this.#source.next();
    if (!done) return value;
    this.#done = true;
    return undefined;
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
    await this.#source.return?.();
  }

  /** Passes pieces on untouched until `wanted` content frames have gone by. */
  async *until(wanted: number): AsyncGenerator<Piece, Point> {
    let passed = 0;
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) {
      if (isBreak(piece)) {
        yield piece;
        return { at: "over", passed };
      }
      if (piece.mark === "whole") return { at: "whole", frame: piece };
      if (piece.mark === "close" || (piece.mark === "content" && passed >= wanted)) {
        this.putBack(piece);
        return { at: piece.mark, passed };
      }
      yield piece;
      if (piece.mark !== "content") continue;
      passed += 1;
      if (passed >= wanted) return { at: "content", passed };
    }
    return { at: "over", passed };
  }
}
