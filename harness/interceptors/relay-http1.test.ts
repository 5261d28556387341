import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { relayHttp1 } from "./relay-http1.ts";

const server = createServer((request, response) => {
  if (request.url === "/hang") return;
  response.setHeader("content-type", "application/json");
  response.end('{"a":1}');
});

function get(path: string, signal: AbortSignal) {
  const { port } = server.address() as AddressInfo;
  return relayHttp1(
    { url: `http://127.0.0.1:${port}${path}`, method: "GET", headers: {}, body: Buffer.alloc(0) },
    signal,
  );
}

beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => void server.close());

describe("a relayed request that is given up", () => {
  it("harms no later one when its last byte had just come: the pooled socket dies without an error", async () => {
    for (let round = 0; round < 20; round += 1) {
      const over = new AbortController();
      const { status, body } = await get("/", over.signal);
      expect(status).toBe(200);
      for await (const piece of body) {
        expect(piece).toMatchObject({ mark: "content" });
        over.abort(new Error("The trial is over."));
        break;
      }
    }
  });

  it("fails with the reason, before or after it was sent", async () => {
    const reason = new Error("The trial is over.");
    await expect(get("/", AbortSignal.abort(reason))).rejects.toBe(reason);
    const over = new AbortController();
    const asked = once(server, "request");
    const hanging = get("/hang", over.signal);
    hanging.catch(() => {});
    await asked;
    over.abort(reason);
    await expect(hanging).rejects.toBe(reason);
  });
});
