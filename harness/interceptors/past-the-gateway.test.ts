import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { RouteResult } from "../domain/ports.ts";
import { proxyVariables } from "./child-variables.ts";
import { type GatewayInterception, openGateway } from "./gateway.ts";
import { forwardPath } from "./meant-for.ts";
import { preambleOf } from "./preamble.ts";
import { encodeScope } from "./scope.ts";
import { whole } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

const scope = { trial: "exp/a task's;=/1/treatment", performance: "exp/a task's;=/1/treatment~task" };
let gate: GatewayInterception;
const asked: string[] = [];
/** `allowed.test` and loopback pass; all else is blocked. */
const tunnel = (origin: string): RouteResult => {
  asked.push(origin);
  return /allowed\.test|127\.0\.0\.1/.test(origin) ? { kind: "pass" } : { kind: "blocked", message: `no “${origin}”` };
};
const open = async () => {
  asked.length = 0;
  const router = { ...scriptedRouter(({ url }, whose) => whole(200, { url, whose })), tunnel };
  gate = await openGateway(router);
  return router;
};
afterEach(() => gate?.[Symbol.asyncDispose]());

/** Bytes out, bytes back, until the server closes or `enough` has come. */
const raw = (bytes: string | Buffer, enough = /$^/): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    const socket = net.connect(gate.port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (part) => {
      text += part.toString();
      if (enough.test(text)) socket.destroy();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      text += error.code;
    });
    socket.on("close", () => resolve(text));
  });
/** The credentials that a program finds in its variables. */
const credentials = (): string => {
  const { username, password } = new URL(proxyVariables(gate.port, scope, "")["https_proxy"] ?? "");
  return `proxy-authorization: Basic ${Buffer.from(`${username}:${password}`).toString("base64")}\r\n`;
};

describe("as a proxy", () => {
  it("asks for the absolute address, for the one whose credentials they are", async () => {
    const router = await open();
    await raw(`GET http://api.test/a?b=c HTTP/1.1\r\nhost: api.test\r\n${credentials()}connection: close\r\n\r\n`);
    expect(router.asked).toMatchObject([{ scope, request: { url: "http://api.test/a?b=c" } }]);
    expect(router.asked[0]?.request.headers).toEqual({});
    expect(router.asked[0]?.request).not.toHaveProperty("reachedAt");
  });

  it("takes those without credentials, and those with somebody else's, for the only trial's", async () => {
    const router = await open();
    for (const header of [
      "",
      `proxy-authorization: Basic ${btoa("me:secret")}\r\n`,
      "proxy-authorization: Bearer x\r\n",
    ])
      await raw(`GET http://api.test/ HTTP/1.1\r\nhost: api.test\r\n${header}connection: close\r\n\r\n`);
    expect(router.asked.map((one) => one.scope)).toEqual(Array.from({ length: 3 }, () => ({ trial: "current" })));
  });

  it("refuses a tunnel in its status line, in letters that every client can show", async () => {
    await open();
    const text = await raw(`CONNECT api.test:443 HTTP/1.1\r\nhost: api.test:443\r\n${credentials()}\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 502 no \?https:\/\/api\.test:443\?\r\n[\s\S]*"brownout_blocked"/);
    expect(asked).toEqual(["https://api.test:443"]);
    expect(await raw("CONNECT nonsense HTTP/1.1\r\nhost: x\r\n\r\n")).toMatch(/^HTTP\/1\.1 502 .*"nonsense"/);
  });

  it("lets a tunnel through where it may, both ways", async () => {
    await open();
    const echo = net.createServer((socket) => socket.end("server first\n")).listen(0, "127.0.0.1");
    await new Promise((resolve) => echo.once("listening", resolve));
    const { port } = echo.address() as AddressInfo;
    const text = await raw(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\nhost: x\r\n\r\n`, /first/);
    expect(text).toBe("HTTP/1.1 200 Connection established\r\n\r\nserver first\n");
    echo.close();
  });

  it("sees into a tunnel that carries plain HTTP, and resets one that carries neither", async () => {
    const router = await open();
    const connect = `CONNECT api.test:8080 HTTP/1.1\r\nhost: x\r\n${credentials()}\r\n`;
    await raw(`${connect}GET /x HTTP/1.1\r\nhost: api.test\r\nconnection: close\r\n\r\n`);
    expect(router.asked).toMatchObject([{ scope, request: { url: "http://api.test:8080/x" } }]);
    const text = await raw(Buffer.concat([Buffer.from(connect), Buffer.from([0x16, 3, 1, 0, 0])]));
    expect(text).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\nECONNRESET$/);
    expect(asked).toEqual(["http://api.test:8080"]);
  });
});

describe("for connections that say where they were meant to go", () => {
  const meant = (scheme: "https" | "http" | "udp", authority: string): string =>
    preambleOf(encodeScope(scope), scheme, authority);

  it("asks for what they carry, however it is cut", async () => {
    const router = await open();
    const bytes = `${meant("https", "api.test:443")}GET /v1?q=1 HTTP/1.1\r\nhost: api.test\r\nconnection: close\r\n\r\n`;
    const socket = net.connect({ port: gate.port, host: "127.0.0.1", noDelay: true });
    for (const letter of bytes) {
      socket.write(letter);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => socket.resume().once("close", resolve));
    expect(router.asked).toMatchObject([{ scope, request: { url: "https://api.test/v1?q=1" } }]);
  });

  it("names datagrams, closes on a line that is none, and on one without an end", async () => {
    await open();
    expect(await raw(meant("udp", "statsd.test:8125"))).toBe("");
    expect(asked).toEqual(["udp://statsd.test:8125"]);
    expect(await raw("BROWNOUT nobody ftp://x:1\n")).toBe("");
    expect(await raw(`BROWNOUT ${"x".repeat(10_000)}`)).toMatch(/^(ECONNRESET)?$/);
  });
});

it("is any other address too, to whoever cannot say it otherwise", async () => {
  const router = await open();
  const url = "https://api.test/it's?a={b}&c=%7C#no";
  await new Promise((resolve) =>
    http.get(gate.origin + forwardPath(scope, url), (reply) => reply.resume().once("end", resolve)),
  );
  expect(router.asked).toMatchObject([{ scope, request: { url } }]);
  expect(await raw(`GET /u/t/bm90IGEgdXJs HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 404/,
  );
});
