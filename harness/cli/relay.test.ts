import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Interception, Router } from "../domain/ports.ts";
import { type GatewayInterception, inProcess, openGateway } from "../interceptors/index.ts";
import { runOutside } from "../interceptors/outside.ts";
import { liveNetwork } from "./network.ts";
import { anyModel } from "./testing/relayed.ts";

interface Served {
  readonly status: number;
  readonly lines: readonly (readonly [string, string])[];
  readonly chunks: readonly Uint8Array[];
  readonly sized: boolean;
}

let upstream: Server;
let origin: string;
let gate: GatewayInterception;
let open: Interception;
let served: Served;
let seen: { headers: IncomingMessage["headers"]; body: Buffer } | undefined;

/** What a live dependency is to the interceptors: every request to it is answered by the relay. */
const router: Router = {
  resolve: (_scope, _dependency, rest) => origin + rest,
  route: async (request, _scope, signal) =>
    new URL(request.url).hostname === "live.example"
      ? {
          kind: "reply",
          wire: await liveNetwork(
            { ...request, url: request.url.replace("http://live.example", origin) },
            anyModel,
            signal,
          ),
        }
      : request.headers["x-passing"] === undefined
        ? { kind: "reply", wire: await liveNetwork(request, anyModel, signal) }
        : { kind: "pass" },
};

beforeAll(async () => {
  upstream = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", async () => {
      seen = { headers: request.headers, body: Buffer.concat(parts) };
      const size = served.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      const lines = served.sized ? [...served.lines, ["content-length", String(size)] as const] : served.lines;
      response.sendDate = false;
      response.writeHead(served.status, lines.flat());
      for (const chunk of served.chunks) {
        response.write(chunk);
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  gate = await openGateway(router);
  open = await inProcess().open(router);
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await gate[Symbol.asyncDispose]();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

interface Got {
  readonly status: number;
  readonly lines: readonly string[];
  readonly body: Buffer;
}

/** Without any help: what came over the socket, line by line. */
const get = (url: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<Got> =>
  new Promise((resolve, reject) => {
    const asking = httpRequest(url, { method: "POST", headers, agent: false }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      resolve({ status: response.statusCode ?? 0, lines: response.rawHeaders, body: Buffer.concat(parts) });
    });
    asking.on("error", reject);
    asking.end(body);
  });

const ofThisHop = new Set(["connection", "keep-alive", "transfer-encoding"]);
/** Repeated lines mean what their values joined mean (RFC 9110, 5.2), but for cookies. */
function meaning(lines: readonly string[]): Record<string, string | string[]> {
  const found: Record<string, string[]> = {};
  for (let at = 0; at < lines.length; at += 2) {
    const name = lines[at]?.toLowerCase() ?? "";
    if (!ofThisHop.has(name)) found[name] = [...(found[name] ?? []), lines[at + 1] ?? ""];
  }
  return Object.fromEntries(
    Object.entries(found).map(([name, values]) => [name, name === "set-cookie" ? values : values.join(", ")]),
  );
}

const token = fc.stringMatching(/^x-[a-z0-9]{1,8}$/);
const value = fc.stringMatching(/^[!-~\u00a1-\u00ff]([ -~\u00a1-\u00ff]{0,12}[!-~\u00a1-\u00ff])?$/);
const line = fc.oneof(
  fc.tuple(token, value),
  fc.tuple(fc.constant("set-cookie"), value),
  fc.constantFrom(
    ["content-encoding", "gzip"] as const,
    ["content-encoding", "br"] as const,
    ["content-type", "text/event-stream"] as const,
    ["content-type", "application/json"] as const,
    ["etag", '"v1"'] as const,
    ["vary", "accept"] as const,
    ["vary", "origin"] as const,
  ),
);
const anything: fc.Arbitrary<Served> = fc.record({
  status: fc.constantFrom(200, 201, 206, 301, 404, 429, 503, 529),
  lines: fc.array(line, { maxLength: 6 }),
  chunks: fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { maxLength: 6 }),
  sized: fc.boolean(),
});

describe("a live dependency behind the relay", () => {
  it.each([
    ["the gateway", (): string => `${gate.origin}/t/trial/dep/x`, {}],
    ["the gateway, let through", (): string => `${gate.origin}/t/trial/dep/x`, { "x-passing": "1" }],
    ["the process", (): string => "http://live.example/x", {}],
  ] as const)("gives every byte and header that it would give itself, through %s", async (_name, url, headers) => {
    await fc.assert(
      fc.asyncProperty(anything, fc.uint8Array({ maxLength: 300 }), async (given, body) => {
        served = given;
        const own = await relayless(body, headers);
        const asked = seen;
        const got = await get(url(), body, headers);
        expect(got.status).toBe(own.status);
        expect(got.body).toEqual(own.body);
        expect(meaning(got.lines)).toEqual(meaning(own.lines));
        expect(seen?.body).toEqual(Buffer.from(body));
        expect(seen?.headers["content-length"]).toBe(asked?.headers["content-length"]);
        expect(Object.keys(seen?.headers ?? {}).filter((name) => name.startsWith("x-brownout"))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("is decoded by the client and not by the relay", async () => {
    for (const [coding, packed] of [
      ["gzip", gzipSync("packed")],
      ["br", brotliCompressSync("packed")],
    ] as const) {
      served = {
        status: 200,
        lines: [
          ["content-encoding", coding],
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ],
        chunks: [packed],
        sized: true,
      };
      for (const url of [`${gate.origin}/t/trial/dep/x`, "http://live.example/x"]) {
        const response = await fetch(url, { method: "POST", body: "x" });
        expect([
          await response.text(),
          response.headers.get("content-encoding"),
          response.headers.getSetCookie(),
        ]).toEqual(["packed", coding, ["a=1", "b=2"]]);
      }
    }
  });
});

/** Straight to the upstream, past the interception of this process. */
function relayless(body: Uint8Array, headers: Record<string, string>): Promise<Got> {
  return runOutside(() => get(`${origin}/x`, body, headers));
}
