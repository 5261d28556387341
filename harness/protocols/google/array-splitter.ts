import { decodeText, type Frame, type FrameMark } from "../../domain/wire.ts";
import { jsonOrText } from "../shared/sse.ts";

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash] = [code('"'), code("\\")];
const opening = new Set([code("{"), code("[")]);
const closing = new Set([code("}"), code("]")]);

/**
 * Cuts a JSON array that is still being written into one frame per element, its separator in front, and one for the bracket that
 * ends it. The frames joined are the input, byte for byte, however it was chunked; an element leaves with its last byte.
 */
export async function* splitArray(
  chunks: AsyncIterable<Uint8Array>,
  marker: (element: unknown) => FrameMark,
): AsyncIterable<Frame> {
  const scanner = new ElementScanner();
  let held: Uint8Array[] = [];
  const frame = (): Frame => {
    const bytes = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
    held = [];
    return { bytes, mark: markOf(decodeText(bytes), marker) };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (!scanner.endsAt(chunk[at] ?? 0)) continue;
      held.push(chunk.subarray(from, at + 1));
      from = at + 1;
      yield frame();
    }
    if (from < chunk.length) held.push(chunk.subarray(from));
  }
  if (held.length > 0) yield frame();
}

/** What is left when the separator is taken away: an element, the closing bracket, or white space after it. */
function markOf(text: string, marker: (element: unknown) => FrameMark): FrameMark {
  const element = text.replace(/^[\s[,]+/, "").trim();
  if (element === "") return "comment";
  return element === "]" ? "close" : marker(jsonOrText(element));
}

/** Follows depth and strings. Bytes of multi-byte characters are never any of the signs that it looks for. */
class ElementScanner {
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** Whether an element of the outermost array, or that array, ends with this byte. */
  endsAt(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === backslash) this.#escaped = true;
      else if (byte === quote) this.#inString = false;
      return false;
    }
    if (byte === quote) this.#inString = true;
    else if (opening.has(byte)) this.#depth += 1;
    else if (closing.has(byte)) {
      this.#depth -= 1;
      return this.#depth <= 1;
    }
    return false;
  }
}
