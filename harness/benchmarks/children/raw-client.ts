import { connect, type Socket } from "node:net";

const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("0\r\n\r\n");

/** How the end of a reply shows: announced length in bytes, or a last chunk. */
type Framing = { readonly length: number } | "chunked";

/**
 * One keep-alive connection that sends one request after another. It reads no more of a reply than it needs to see
 * its end, so that the load generator never becomes what is measured.
 */
export interface RawClient {
  /** Sends one request; resolves with the reply's bytes, its head included. */
  exchange(): Promise<Buffer>;
  close(): void;
}

/** @param request gives the bytes of the next one. */
export async function rawClient(port: number, request: () => Buffer): Promise<RawClient> {
  const socket: Socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  let parts: Buffer[] = [];
  let size = 0;
  let framing: Framing | undefined;
  let waiting: { resolve(reply: Buffer): void; reject(error: Error): void } | undefined;

  const over = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on("error", over);
  socket.on("close", () => over(new Error("The server closed a connection in the middle of the benchmark.")));
  socket.on("data", (part: Buffer) => {
    parts.push(part);
    size += part.length;
    if (framing === undefined) {
      const soFar = Buffer.concat(parts);
      parts = [soFar];
      try {
        framing = framingOf(soFar);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
        return;
      }
    }
    if (framing === undefined) return;
    if (framing === "chunked" ? !endsWith(parts, part, lastChunk) : size < framing.length) return;
    const reply = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    parts = [];
    size = 0;
    framing = undefined;
    const done = waiting;
    waiting = undefined;
    done?.resolve(reply);
  });

  return {
    exchange: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request());
      }),
    close: () => {
      socket.removeAllListeners("close");
      socket.destroy();
    },
  };
}

/** The last piece may hold only part of the last chunk. */
function endsWith(parts: readonly Buffer[], last: Buffer, ending: Buffer): boolean {
  const tail = last.length >= ending.length ? last : Buffer.concat(parts.slice(-ending.length));
  return tail.subarray(-ending.length).equals(ending);
}

/** @throws {Error} for any status but 200: a benchmark of error replies would mean nothing. */
function framingOf(reply: Buffer): Framing | undefined {
  const end = reply.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = reply.subarray(0, end).toString("latin1").toLowerCase();
  if (!/^http\/1\.1 200\b/.test(head)) throw new Error(`The server answered ${head.split("\r\n")[0] ?? ""}.`);
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  return length === undefined ? "chunked" : { length: end + headEnd.length + Number(length) };
}
