import { decodeText, type Frame, type FrameMark } from "../../domain/wire.ts";
import { jsonOrText, type Marker, parseEvents } from "./sse.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts a relayed body into one frame per event. The frames joined are the input, byte for byte, and are the same however
 * the input was chunked. An event leaves as soon as its blank line has come; clients act on nothing before that. What
 * is left at the end is a frame of its own. A body that is no event stream passes chunk by chunk, marked `whole`.
 */
export async function* splitEvents(chunks: AsyncIterable<Uint8Array>, marker: Marker): AsyncIterable<Frame> {
  const scanner = new BlankLineScanner();
  let held: Uint8Array[] = [];
  let isStream: boolean | undefined;
  const frame = (): Frame => {
    const bytes = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
    held = [];
    return { bytes, mark: markOf(bytes, marker) };
  };
  for await (const chunk of chunks) {
    isStream ??= looksLikeEvents(chunk);
    if (isStream === false) {
      if (held.length > 0) yield { bytes: Buffer.concat(held.splice(0)), mark: "whole" };
      yield { bytes: chunk, mark: "whole" };
      continue;
    }
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const boundary = scanner.boundaryAt(chunk[at] ?? 0);
      if (boundary === "none") continue;
      const to = boundary === "before" ? at : at + 1;
      if (to > from) held.push(chunk.subarray(from, to));
      from = to;
      if (held.length > 0) yield frame();
    }
    if (from < chunk.length) held.push(chunk.subarray(from));
  }
  if (held.length > 0) yield frame();
}

/** JSON and HTML bodies must not wait for blank lines that never come; undefined = nothing to tell by yet. */
function looksLikeEvents(chunk: Uint8Array): boolean | undefined {
  const first = decodeText(chunk.subarray(0, 64)).trimStart()[0];
  return first === undefined ? undefined : !'{["<'.includes(first);
}

function markOf(bytes: Uint8Array, marker: Marker): FrameMark {
  const [event] = parseEvents(decodeText(bytes));
  return event === undefined ? "comment" : marker(event.event, jsonOrText(event.data));
}

/**
 * Finds blank lines one byte at a time. Line ends are CRLF, LF or CR. A CR that could be half of a CRLF waits for the next
 * byte, except in a stream of bare CRs, where it would hold every event back.
 */
class BlankLineScanner {
  /** The line end just passed, if nothing has followed it. */
  #ended: "lf" | "cr" | "crlf" | undefined;
  /** The blank line ends in a CR, and its LF may be still to come. */
  #pending = false;

  boundaryAt(byte: number): "none" | "before" | "after" {
    if (this.#pending) {
      this.#pending = false;
      this.#ended = undefined;
      if (byte === lineFeed) return "after";
      this.#begin(byte);
      return "before";
    }
    if (byte === lineFeed) {
      if (this.#ended === "cr") {
        this.#ended = "crlf";
        return "none";
      }
      return this.#blank("lf");
    }
    if (byte === carriageReturn) {
      if (this.#ended === "lf" || this.#ended === "crlf") {
        this.#pending = true;
        return "none";
      }
      return this.#blank("cr");
    }
    this.#ended = undefined;
    return "none";
  }

  #begin(byte: number): void {
    if (byte === carriageReturn) this.#ended = "cr";
  }

  #blank(end: "lf" | "cr"): "none" | "after" {
    if (this.#ended === undefined) {
      this.#ended = end;
      return "none";
    }
    this.#ended = undefined;
    return "after";
  }
}
