import http from "node:http";
import net, { type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Piece, WireReply } from "../domain/wire.ts";
import { deliveryOf } from "./delivery.ts";
import type { Exchange } from "./exchange.ts";
import { http1Exchange } from "./http1-exchange.ts";
import { servePlain } from "./plain-connection.ts";
import { frame } from "./testing/replies.ts";

type Answer = (exchange: Exchange, body: string) => WireReply | Promise<WireReply>;

async function answerWith(answer: Answer, exchange: Exchange): Promise<"over" | "silent"> {
  const body = Buffer.from(await exchange.body()).toString("latin1");
  const delivery = deliveryOf(await answer(exchange, body), exchange.method);
  if (typeof delivery !== "string") return exchange.write(delivery);
  exchange.breakOff(delivery);
  return "over";
}

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});
async function listening<S extends Server>(server: S): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Node's own server, and ours with what it does not take. */
async function both(answer: Answer) {
  const others: string[] = [];
  const leavings: string[] = [];
  const begun: string[] = [];
  const node = http.createServer((request, response) => {
    response.sendDate = false;
    const exchange = http1Exchange(request, response);
    answerWith(answer, exchange).catch(() => exchange.breakOff("reset"));
  });
  node.keepAliveTimeout = 0;
  const plain = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.once("data", (first: Buffer) =>
      servePlain(socket, first, {
        began(exchange) {
          begun.push(exchange.target);
          answerWith(answer, exchange).catch(() => exchange.breakOff("reset"));
          return () => leavings.push(exchange.target);
        },
        other(rest, bytes) {
          others.push(bytes.toString("latin1"));
          rest.end();
        },
      }),
    );
  });
  return { node: await listening(node), plain: await listening(plain), others, leavings, begun };
}

/** Writes the parts, each once the one before has been sent; reads until `enough`, or until the connection ends. */
function talk(port: number, parts: readonly (string | Buffer)[], enough: (text: string) => boolean = () => false) {
  return new Promise<{ text: string; ended: "enough" | "closed" | string }>((resolve) => {
    const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
    let text = "";
    const over = (ended: string): void => {
      resolve({ text, ended });
      socket.destroy();
    };
    socket.on("data", (part) => {
      text += part.toString("latin1");
      if (enough(text)) over("enough");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => over(error.code ?? ""));
    socket.on("end", () => over("closed"));
    socket.on("connect", async () => {
      for (const part of parts) {
        await new Promise((sent) => socket.write(part, sent));
        await new Promise((turn) => setImmediate(turn));
      }
    });
  });
}

const request = (body: string, ...lines: string[]): string =>
  [`POST /path?q=1 HTTP/1.1`, "Host: x", `Content-Length: ${Buffer.byteLength(body)}`, ...lines, "", body].join("\r\n");

const headers = { "content-type": "text/plain", "x-own": "caf\xe9" };
const bytes = (size: number): Piece => ({ bytes: Buffer.alloc(size, "\xfeab", "latin1"), mark: "whole" });
async function* slowly(...pieces: Piece[]): AsyncIterable<Piece> {
  for (const piece of pieces) {
    await new Promise((resolve) => setImmediate(resolve));
    yield piece;
  }
}

/** What Node's server makes of a reply, byte for byte, and how it ends. */
const replies: Record<string, { reply: () => WireReply; until?: RegExp }> = {
  "a short body": { reply: () => ({ status: 200, headers, body: [bytes(20)] }), until: /ab\xfe..?$/s },
  "an empty body": { reply: () => ({ status: 404, headers, body: [] }), until: /\r\n\r\n$/ },
  "a long body": { reply: () => ({ status: 200, headers, body: [bytes(99_999)] }), until: /\xfeab$/ },
  cookies: {
    reply: () => ({ status: 200, headers, cookies: ["a=1; Path=/", "b=2"], body: [bytes(3)] }),
    until: /\xfeab$/,
  },
  "no content": { reply: () => ({ status: 204, headers, body: [] }), until: /\r\n\r\n$/ },
  "a stream that is known": {
    reply: () => ({
      status: 200,
      headers: { ...headers, "transfer-encoding": "chunked" },
      body: [frame("one"), frame("two")],
    }),
    until: /\r\n0\r\n\r\n$/,
  },
  "a long stream that is known": {
    reply: () => ({ status: 200, headers, body: [bytes(50_000), bytes(50_000)] }),
    until: /\r\n0\r\n\r\n$/,
  },
  "a stream of nothing": { reply: () => ({ status: 200, headers, body: slowly() }), until: /\r\n0\r\n\r\n$/ },
  "a stream that comes": {
    reply: () => ({ status: 200, headers, body: slowly(frame("one"), frame(""), frame("two")) }),
    until: /\r\n0\r\n\r\n$/,
  },
  "a stream of a length": {
    reply: () => ({
      status: 200,
      headers: { ...headers, "content-length": "6" },
      body: slowly(frame("one"), frame("two and more")),
    }),
    until: /onetwo$/,
  },
  "a body that is too short": {
    reply: () => ({ status: 200, headers: { ...headers, "content-length": "6" }, body: slowly(frame("one")) }),
  },
  "a stream that is reset": {
    reply: () => ({ status: 200, headers, body: slowly(frame("one"), { ending: "reset" }) }),
  },
  "a reset at once": { reply: () => ({ status: 200, headers, body: [{ ending: "reset" }] }) },
  "a stream that falls silent": {
    reply: () => ({ status: 200, headers, body: slowly(frame("one"), { ending: "silence" }) }),
    until: /one\r\n$/,
  },
  "silence after the head": {
    reply: () => ({ status: 200, headers, body: [{ ending: "silence" }] }),
    until: /\r\n\r\n$/,
  },
  "a status that is none": { reply: () => ({ status: 1000, headers, body: [bytes(3)] }) },
  "a header that cannot be sent": {
    reply: () => ({ status: 200, headers: { ...headers, "x-bad": "a\r\nb: c" }, body: [bytes(3)] }),
  },
};

describe("a plain connection answers as Node's server does", () => {
  for (const [name, { reply, until }] of Object.entries(replies)) {
    it(name, async () => {
      const { node, plain, others } = await both(reply);
      const enough = (text: string): boolean => until?.test(text) === true && /\r\n\r\n/.test(text);
      const truth = await talk(node, [request("hi")], enough);
      expect(await talk(plain, [request("hi")], enough)).toEqual(truth);
      expect(truth.ended).toBe(until ? "enough" : truth.ended);
      expect(others).toEqual([]);
    });
  }

  it("whatever the headers of the request, and wherever its body is cut", async () => {
    const { node, plain, others } = await both(({ method, target, headers: given }, body) => ({
      status: 200,
      headers: {},
      body: [frame(JSON.stringify({ method, target, given, body }))],
    }));
    const asked = request("h\xe9llo", "X-One:  a \t", "x-TWO: b:c", "Accept: */*", "Cookie: a=b; c=d");
    const head = asked.indexOf("\r\n\r\n") + 4;
    const enough = (text: string): boolean => text.endsWith("}");
    const truth = await talk(node, [Buffer.from(asked)], enough);
    expect(truth.text).toContain('"x-two":"b:c"');
    const whole = Buffer.from(asked);
    for (let at = head; at < whole.length; at += 1)
      expect(await talk(plain, [whole.subarray(0, at), whole.subarray(at)], enough)).toEqual(truth);
    expect(others).toEqual([]);
  });
});

describe("a plain connection", () => {
  const echo: Answer = ({ target }, body) => ({ status: 200, headers: {}, body: [frame(`<${target} ${body}>`)] });
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;

  it("answers one request after another, also those that were sent ahead", async () => {
    const { plain } = await both(async (exchange, body) => {
      await new Promise((resolve) => setImmediate(resolve));
      return echo(exchange, body);
    });
    const { text } = await talk(plain, [get("/a") + request("1"), get("/b"), get("/c")], (seen) => seen.includes("/c"));
    expect(text.match(/<.*?>/g)).toEqual(["</a >", "</path?q=1 1>", "</b >", "</c >"]);
  });

  it("gives away the first request that is not plain, with all that follows and nothing of what it answered", async () => {
    const { plain, others } = await both(echo);
    const rest = `${get("/b").replace("1.1", "1.0")}${get("/c")}`;
    const { text } = await talk(plain, [get("/a") + rest]);
    expect(text).toContain("</a >");
    expect(others).toEqual([rest]);
  });

  it("gives away a body that is large, with what has come of it", async () => {
    const { plain, others } = await both(echo);
    const begun = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2000000\r\n\r\nbegun";
    await talk(plain, [begun]);
    expect(others).toEqual([begun]);
  });

  it("says that a client has gone before it was answered, and nothing of one that was", async () => {
    const asked = Promise.withResolvers<void>();
    const { plain, leavings } = await both((exchange, body) => {
      if (exchange.target === "/a") return echo(exchange, body);
      asked.resolve();
      return new Promise<never>(() => {});
    });
    await talk(plain, [get("/a")], (text) => text.includes("/a"));
    const socket = net.connect(plain, "127.0.0.1", () => socket.write(get("/b")));
    await asked.promise;
    const closed = new Promise((resolve) => [...sockets].at(-1)?.once("close", resolve));
    socket.destroy();
    await closed;
    expect(leavings).toEqual(["/b"]);
  });

  it("goes on at once after a reply whose body nobody sees, however long that takes", async () => {
    const begun = Promise.withResolvers<void>();
    const { plain } = await both((exchange, body) => {
      if (exchange.target !== "/a") return echo(exchange, body);
      async function* unseen(): AsyncIterable<Piece> {
        begun.resolve();
        await new Promise<never>(() => {});
        yield frame("unseen");
      }
      return { status: 204, headers: {}, body: unseen() };
    });
    const { text } = await talk(plain, [get("/a") + get("/b")], (seen) => seen.includes("/b"));
    expect(text).toMatch(/^HTTP\/1\.1 204 .*<\/b >$/s);
    await begun.promise;
  });

  it("answers no further than a client reads, and tells the call as left if it goes away before that", async () => {
    const large = 30_000_000; // more than the kernel takes
    let asked = 0;
    const { plain, leavings } = await both(() => {
      asked += 1;
      return { status: 200, headers: {}, body: [bytes(large)] };
    });
    const client = net.connect(plain, "127.0.0.1", () => client.write(get("/a").repeat(100)));
    client.pause();
    await expect.poll(() => [...sockets].at(-1)?.writableLength ?? 0).toBeGreaterThan(0);
    const socket = [...sockets].at(-1);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(asked).toBe(1);
    expect(socket?.writableLength).toBeLessThan(2 * large);
    const closed = new Promise((resolve) => socket?.once("close", resolve));
    client.destroy();
    await closed;
    expect(leavings).toEqual(["/a"]);
  });

  it("begins nothing more on a connection that has gone", async () => {
    const { plain, leavings, begun } = await both((exchange, body) => {
      if (exchange.target !== "/a") return echo(exchange, body);
      async function* untilGone(): AsyncIterable<Piece> {
        yield frame("one");
        await new Promise((resolve) => [...sockets].at(-1)?.once("close", resolve));
      }
      return { status: 200, headers: {}, body: untilGone() };
    });
    await talk(plain, [get("/a") + get("/b")], (seen) => seen.includes("one"));
    const gone = [...sockets].at(-1);
    await expect.poll(() => gone?.destroyed).toBe(true);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual(["/a"]);
    expect(leavings).toEqual(["/a"]);
  });

  it("sends what it has for several clients side by side, when the turn is over", async () => {
    const bothAsked = Promise.withResolvers<void>();
    const now = Promise.withResolvers<void>();
    let asked = 0;
    const { plain } = await both(async (exchange, body) => {
      asked += 1;
      if (asked === 2) bothAsked.resolve();
      await now.promise;
      return echo(exchange, body);
    });
    const asking = ["/one", "/two"].map((path) => talk(plain, [get(path)], (seen) => seen.includes(path)));
    await bothAsked.promise;
    const [first, second] = [...sockets].slice(-2) as [Socket, Socket];
    now.resolve();
    for (let step = 0; step < 20; step += 1) await Promise.resolve();
    expect([first.writableCorked, second.writableCorked]).toEqual([1, 1]);
    expect((await Promise.all(asking)).map(({ ended }) => ended)).toEqual(["enough", "enough"]);
    expect([first.writableCorked, second.writableCorked]).toEqual([0, 0]);
  });
});
