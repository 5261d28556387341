import type { Readable } from "node:stream";
import type { FrameMark, Piece } from "../domain/wire.ts";

/** Of a message that is still coming, more than this is passed on before its end is there. */
const longestHeld = 1024 * 1024;

/**
 * What a service says on a WebSocket, frame by frame as it came (RFC 6455, 5.2): the last frame of a message is `content`, the
 * closing one `close`, and pings, pongs and parts of messages are comments, which no client shows. Other protocols come as they do.
 */
export async function* messagesOf(tunnel: Readable, protocol: string): AsyncGenerator<Piece> {
  const websocket = protocol.toLowerCase() === "websocket";
  let held: Buffer = Buffer.alloc(0);
  /** Bytes of the frame under way that have not come, and what it is. */
  let left = 0;
  let mark: FrameMark = "comment";
  try {
    for await (const chunk of tunnel) {
      held = held.length === 0 ? (chunk as Buffer) : Buffer.concat([held, chunk as Buffer]);
      if (!websocket) {
        yield { bytes: held, mark: "content" };
        held = Buffer.alloc(0);
        continue;
      }
      for (;;) {
        if (left === 0) {
          const frame = headOf(held);
          if (frame === undefined) break;
          ({ mark, length: left } = frame);
        }
        if (held.length < left) break;
        yield { bytes: held.subarray(0, left), mark };
        held = held.subarray(left);
        left = 0;
      }
      if (held.length > longestHeld && left > held.length) {
        yield { bytes: held, mark: "comment" };
        left -= held.length;
        held = Buffer.alloc(0);
      }
    }
  } catch {
    yield { ending: "reset" };
    return;
  }
  if (held.length > 0) yield { bytes: held, mark: "comment" };
}

/** Undefined: its head is not there yet. */
function headOf(bytes: Buffer): { readonly mark: FrameMark; readonly length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const head = (short === 126 ? 4 : short === 127 ? 10 : 2) + (second & 0x80 ? 4 : 0);
  if (bytes.length < head) return undefined;
  const payload = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const opcode = first & 0x0f;
  const last = (first & 0x80) !== 0;
  return { mark: opcode === 8 ? "close" : opcode < 8 && last ? "content" : "comment", length: head + payload };
}
