import net, { type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import type { Piece } from "../domain/wire.ts";
import { type Answer, both, request, sockets, talk } from "./testing/plain-and-node.ts";
import { frame } from "./testing/replies.ts";

const bytes = (size: number): Piece => ({ bytes: Buffer.alloc(size, "\xfeab", "latin1"), mark: "whole" });

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
