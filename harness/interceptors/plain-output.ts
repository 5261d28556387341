import type { Socket } from "node:net";
import type { Delivery } from "./delivery.ts";
import type { ReplyOutput } from "./reply-output.ts";
import { drained, hangUpSocket, resetSocket } from "./socket-ends.ts";
import { holdUntilTurnEnds } from "./turn-end.ts";

/** Up to here it costs less to copy a body into one text with its head than to write the two side by side. */
const oneText = 4096;
const lineEnd = "\r\n";
const lastChunk = "0\r\n\r\n";

/**
 * Onto a connection that stays open, as Node's server would write it: header values are bytes (RFC 9110, 5.5). `over`: the last of
 * the reply has been written, and the connection is free for the next.
 */
export function plainOutput(socket: Socket, over: () => void): ReplyOutput {
  let head = "";
  let chunked = false;
  let broken = false;
  /** What is written in one turn goes out in one piece. */
  const together = (): void => {
    if (socket.writableCorked === 0) holdUntilTurnEnds(socket);
  };
  const flush = (): void => {
    if (head === "") return;
    socket.write(head, "latin1");
    head = "";
  };
  return {
    gone: () => broken || socket.destroyed || socket.writableEnded,
    head(delivery) {
      chunked = delivery.headers["transfer-encoding"] !== undefined;
      head = headText(delivery, chunked);
    },
    flush,
    whole(bytes) {
      const { length } = bytes;
      const size = chunked && length > 0 ? length.toString(16) + lineEnd : "";
      const after = chunked ? (length > 0 ? lineEnd : "") + lastChunk : "";
      together();
      if (length > oneText) {
        socket.write(head + size, "latin1");
        socket.write(bytes);
        if (after !== "") socket.write(after, "latin1");
      } else socket.write(head + size + textOf(bytes) + after, "latin1");
      head = "";
      over();
    },
    write(bytes) {
      together();
      const size = chunked ? bytes.length.toString(16) + lineEnd : "";
      if (head + size !== "") socket.write(head + size, "latin1");
      head = "";
      const more = socket.write(bytes);
      return chunked ? socket.write(lineEnd, "latin1") : more;
    },
    drained: () => drained(socket),
    end() {
      const rest = head + (chunked ? lastChunk : "");
      head = "";
      if (rest !== "") socket.write(rest, "latin1");
      over();
    },
    reset() {
      broken = true;
      resetSocket(socket);
    },
    hangUp: () => hangUpSocket(socket),
  };
}

/** Each byte as its letter. */
const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const unsendable = /[^\t\x20-\x7e\x80-\xff]/;

/** @throws {Error} for a status that is none, and for a header that would end its line, or the head. */
function headText({ status, statusText, headers, cookies }: Delivery, chunked: boolean): string {
  if (!(Number.isInteger(status) && status >= 100 && status <= 999))
    throw new Error(`Cannot send the status ${status}.`);
  let text = `HTTP/1.1 ${status} ${statusText}\r\n`;
  const add = (name: string, value: string): void => {
    if (!fieldName.test(name) || unsendable.test(value)) throw new Error(`Cannot send the header "${name}".`);
    text += `${name}: ${value}\r\n`;
  };
  for (const name in headers) if (name !== "transfer-encoding") add(name, String(headers[name]));
  for (const line of cookies ?? []) add("set-cookie", line);
  return `${text}Connection: keep-alive\r\n${chunked ? "Transfer-Encoding: chunked\r\n" : ""}\r\n`;
}
