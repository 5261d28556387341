import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { rawHttp2Client } from "./raw-http2-client.ts";

const open: Http2Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
const request = { path: `/${"long".repeat(60)}`, headers: { "content-type": "text/plain" }, body: "hello" };

/** A server that answers each request, once it is complete, with what it was sent. */
async function serving(reply: (stream: ServerHttp2Stream, asked: string) => void): Promise<number> {
  const server = createServer();
  server.on("stream", (stream, headers) => {
    let body = "";
    stream.on("error", () => undefined);
    stream.on("data", (part: Buffer) => {
      body += part.toString();
    });
    stream.on("end", () => reply(stream, `${headers[":path"]} ${headers["content-type"]} ${body}`));
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("the raw client for HTTP/2", () => {
  it("is understood by a server, and sees the end of replies of one and of many frames on one connection", async () => {
    const long = "x".repeat(100_000);
    let turn = 0;
    const port = await serving((stream, asked) => {
      stream.respond({ ":status": 200 });
      turn += 1;
      stream.end(turn === 1 ? asked : long);
    });
    const client = await rawHttp2Client(port, request);
    expect((await client.exchange()).toString()).toBe(`${request.path} text/plain hello`);
    for (let i = 0; i < 3; i += 1) expect((await client.exchange()).toString()).toBe(long);
    client.close();
  });

  it("does not count an error reply or a broken stream as an answer", async () => {
    const refusing = await serving((stream) => stream.respond({ ":status": 503 }, { endStream: true }));
    await expect((await rawHttp2Client(refusing, request)).exchange()).rejects.toThrow("200");
    const resetting = await serving((stream) => stream.close(2));
    await expect((await rawHttp2Client(resetting, request)).exchange()).rejects.toThrow("broke off");
  });
});
