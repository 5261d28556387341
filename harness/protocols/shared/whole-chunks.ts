import type { Frame } from "../../domain/wire.ts";

/** A reply that is no stream passes chunk by chunk, as it comes. */
export async function* wholeChunks(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Frame> {
  for await (const bytes of chunks) yield { bytes, mark: "whole" };
}
