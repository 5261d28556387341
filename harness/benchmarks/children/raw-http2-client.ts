import { connect } from "node:net";
import type { RawClient } from "./raw-client.ts";

/** The frames that a client of one stream at a time meets (RFC 9113, 6). */
const types = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goaway: 7, window: 8 } as const;
const flag = { ack: 1, endStream: 1, endHeaders: 4 } as const;
const headBytes = 9;
/** So that the server never waits for room: as large as a window may be. */
const window = 2 ** 31 - 1;
const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

export interface Http2Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The raw client for HTTP/2 in clear text. It reads of a reply its frames, the status and the end; it gives the body's bytes. */
export async function rawHttp2Client(port: number, request: Http2Request): Promise<RawClient> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  let waiting: { resolve(reply: Buffer): void; reject(error: Error): void } | undefined;
  let rest: Buffer = Buffer.alloc(0);
  let body: Buffer[] = [];
  let stream = -1;

  const over = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
  };
  const fail = (why: string): void => void socket.destroy(new Error(why));
  const take = (type: number, flags: number, id: number, payload: Buffer): void => {
    if (type === types.settings && !(flags & flag.ack)) socket.write(frame(types.settings, flag.ack, 0, ""));
    else if (type === types.ping && !(flags & flag.ack)) socket.write(frame(types.ping, flag.ack, 0, payload));
    else if (type === types.reset || type === types.goaway) fail(`The server broke off (frame of type ${type}).`);
    if (id !== stream || (type !== types.data && type !== types.headers)) return;
    // An indexed field of the static table: `:status: 200` (RFC 7541, appendix A).
    if (type === types.headers && payload[0] !== 0x88) {
      fail("The server did not answer 200.");
      return;
    }
    if (type === types.data) body.push(payload);
    if (!(flags & flag.endStream)) return;
    const reply = body.length === 1 && body[0] ? body[0] : Buffer.concat(body);
    body = [];
    const done = waiting;
    waiting = undefined;
    done?.resolve(reply);
  };
  socket.on("error", over);
  socket.on("close", () => over(new Error("The server closed a connection in the middle of the benchmark.")));
  socket.on("data", (part: Buffer) => {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    for (;;) {
      if (rest.length < headBytes) return;
      const end = headBytes + rest.readUIntBE(0, 3);
      if (rest.length < end) return;
      const [head, payload] = [rest, rest.subarray(headBytes, end)];
      rest = rest.subarray(end);
      take(head[3] ?? 0, head[4] ?? 0, head.readUInt32BE(5) & 0x7fff_ffff, payload);
    }
  });
  socket.write(
    Buffer.concat([
      Buffer.from(preface),
      frame(types.settings, 0, 0, setting(4, window)),
      frame(types.window, 0, 0, u32(window - 65_535)),
    ]),
  );

  const asked = Buffer.concat([
    frame(types.headers, flag.endHeaders, 1, fieldsOf(request)),
    frame(types.data, flag.endStream, 1, request.body),
  ]);
  const second = headBytes + asked.readUIntBE(0, 3);
  return {
    exchange: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        stream += 2;
        const bytes = Buffer.from(asked);
        for (const at of [0, second]) bytes.writeUInt32BE(stream, at + 5);
        socket.write(bytes);
      }),
    close: () => {
      socket.removeAllListeners("close");
      socket.destroy();
    },
  };
}

function frame(type: number, flags: number, stream: number, payload: string | Uint8Array): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(headBytes);
  head.writeUIntBE(bytes.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
const setting = (id: number, value: number): Buffer => Buffer.concat([Buffer.of(0, id), u32(value)]);

/** `:method: POST`, `:scheme: http`, then literals that no table keeps (RFC 7541, 6.2.2): field 1 is the authority, 4 the path. */
const fieldsOf = ({ path, headers }: Http2Request): Buffer =>
  Buffer.concat([
    Buffer.of(0x83, 0x86, 0x01),
    literal("127.0.0.1"),
    Buffer.of(0x04),
    literal(path),
    ...Object.entries(headers).flatMap(([name, value]) => [Buffer.of(0), literal(name), literal(value)]),
  ]);

/** A length of seven bits, continued seven by seven (RFC 7541, 5.1), and the text. */
function literal(text: string): Buffer {
  const { length } = text;
  if (length < 127) return Buffer.concat([Buffer.of(length), Buffer.from(text, "latin1")]);
  const more: number[] = [];
  let left = length - 127;
  for (; left >= 128; left >>= 7) more.push((left & 127) | 128);
  return Buffer.concat([Buffer.of(127, ...more, left), Buffer.from(text, "latin1")]);
}
