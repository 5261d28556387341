import http2, { type ClientSessionOptions, type SecureClientSessionOptions } from "node:http2";

/** What an HTTP/2 client saw of one call on a session of its own. */
export interface Http2Observation {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly events: readonly string[];
}

const told = (error: Error): string => `${(error as NodeJS.ErrnoException).code} ${error.message}`;

/** Calls through `http2.connect` as it is at the time. */
export function observeHttp2(
  origin: string,
  asked: { readonly path: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> },
  options?: ClientSessionOptions | SecureClientSessionOptions,
  connect: typeof http2.connect = http2.connect,
): Promise<Http2Observation> {
  return new Promise((resolve) => {
    const session = connect(origin, options);
    const events: string[] = [];
    let body = "";
    let head: Pick<Http2Observation, "status" | "headers"> = {};
    session.on("error", (error) => events.push(`session error ${told(error)}`));
    session.on("goaway", (code) => events.push(`goaway ${code}`));
    const method = asked.body === undefined ? "GET" : "POST";
    const stream = session.request({ ":path": asked.path, ":method": method, ...asked.headers });
    stream.on("response", ({ ":status": status, ...headers }) => {
      head = { ...(status === undefined ? {} : { status }), headers: Object.fromEntries(Object.entries(headers)) };
    });
    stream.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    stream.on("error", (error) => events.push(`stream error ${told(error)}`));
    stream.on("close", () => {
      events.push(`stream closed ${stream.rstCode}`);
      session.once("close", () => resolve({ ...head, body, events }));
      session.destroy(); // nothing but a wait for its end if it was lost together with the stream
    });
    stream.end(asked.body);
  });
}
