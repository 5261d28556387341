/** Newline-delimited JSON: one value a line, and one frame a line. */

import { decodeText, encodeText, type Frame, type FrameMark } from "../../domain/wire.ts";

/** What a line is to its stream. A line that is not JSON is given as text. */
export type LineMarker = (value: unknown) => FrameMark;

const lineFeed = 0x0a;

export const lineFrame = (value: unknown, mark: FrameMark): Frame => ({
  bytes: encodeText(`${JSON.stringify(value)}\n`),
  mark,
});

/** The lines that are JSON, parsed; the last one may lack its line feed. */
export const jsonLines = (bytes: Uint8Array): unknown[] =>
  decodeText(bytes)
    .split("\n")
    .flatMap((line) => {
      const value = lineValue(line);
      return value === line ? [] : [value];
    });

function lineValue(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

/**
 * Cuts a relayed body after every line feed. The frames joined are the input, byte for byte, and are the same however the input
 * was chunked. A line leaves as soon as its line feed has come; what is left at the end is a frame of its own.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>, marker: LineMarker): AsyncIterable<Frame> {
  let held: Uint8Array[] = [];
  const frame = (): Frame => {
    const bytes = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
    held = [];
    const line = decodeText(bytes);
    return { bytes, mark: line.trim() === "" ? "comment" : marker(lineValue(line)) };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (;;) {
      const at = chunk.indexOf(lineFeed, from);
      if (at < 0) break;
      held.push(chunk.subarray(from, at + 1));
      from = at + 1;
      yield frame();
    }
    if (from < chunk.length) held.push(chunk.subarray(from));
  }
  if (held.length > 0) yield frame();
}
