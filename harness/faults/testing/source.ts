import type { Piece } from "../../domain/wire.ts";

/** A body whose pieces come when the test sends them, as from a live service. */
export function liveSource(): {
  readonly pieces: AsyncIterable<Piece>;
  send(...pieces: readonly Piece[]): void;
  end(): void;
} {
  const queue: (Piece | "end")[] = [];
  let wake: () => void = () => undefined;
  async function* source(): AsyncGenerator<Piece> {
    for (;;) {
      const piece = queue.shift();
      if (piece === "end") return;
      if (piece !== undefined) yield piece;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  const add = (...pieces: readonly (Piece | "end")[]): void => {
    queue.push(...pieces);
    wake();
  };
  return { pieces: source(), send: add, end: () => add("end") };
}

/** Reads a body in the background and keeps what has come. */
export function reader(pieces: AsyncIterable<Piece>): { readonly got: readonly Piece[]; readonly done: Promise<void> } {
  const got: Piece[] = [];
  const done = (async () => {
    for await (const piece of pieces) got.push(piece);
  })();
  done.catch(() => undefined);
  return { got, done };
}
