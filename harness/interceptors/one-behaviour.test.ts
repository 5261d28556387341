import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Interception } from "../domain/ports.ts";
import type { GatewayInterception } from "./gateway.ts";
import { openGateway } from "./gateway.ts";
import { inProcess } from "./in-process.ts";
import { observeFetch, observeHttp } from "./testing/observe.ts";
import { realServer } from "./testing/real-server.ts";
import { scenarios } from "./testing/scenarios.ts";
import { scriptedRouter, upstream } from "./testing/scripted-router.ts";

/** Captured before anything is open, as a client does that was built early. */
const early = globalThis.fetch;

describe("every route behaves as a real server does", () => {
  let real: Awaited<ReturnType<typeof realServer>>;
  let gate: GatewayInterception;
  let open: Interception;
  const router = scriptedRouter();
  beforeAll(async () => {
    real = await realServer();
    gate = await openGateway(scriptedRouter());
    open = await inProcess().open(router);
  });
  afterAll(async () => {
    await open[Symbol.asyncDispose]();
    await gate[Symbol.asyncDispose]();
    await real[Symbol.asyncDispose]();
  });

  for (const [name, { wire, method = "GET", abort = false }] of Object.entries(scenarios)) {
    if (!wire) continue;
    const path = `/${encodeURIComponent(name)}`;
    const options = { method, abort };
    it(`${name}, with fetch`, async () => {
      const truth = await observeFetch(globalThis.fetch, real.origin + path, options);
      const before = router.asked.length;
      expect(await observeFetch(globalThis.fetch, upstream + path, options)).toEqual(truth);
      expect(await observeFetch(early, upstream + path, options)).toEqual(truth);
      expect(await observeFetch(early, upstream.replace("http:", "https:") + path, options)).toEqual(truth);
      expect(router.asked.length - before).toBe(3);
      expect(await observeFetch(early, `${gate.origin}/t/trial/dep${path}`, options)).toEqual(truth);
    });
    it(`${name}, with node:http`, async () => {
      const truth = await observeHttp(real.origin + path, options);
      const before = router.asked.length;
      expect(await observeHttp(upstream + path, options)).toEqual(truth);
      expect(router.asked.length - before).toBe(1);
      expect(await observeHttp(`${gate.origin}/t/trial/dep${path}`, options)).toEqual(truth);
    });
  }
});

describe("no connection at all", () => {
  it.each([
    ["refused", "http://127.0.0.1:9/"],
    ["dns", "http://nowhere.invalid/"],
  ] as const)("%s gives the errors that the network gives", async (code, unreachable) => {
    const options = { method: "GET", abort: false };
    const port = code === "refused" ? await closedPort() : undefined;
    const url = port === undefined ? unreachable : `http://127.0.0.1:${port}/`;
    const truth = { fetch: await observeFetch(early, url, options), http: await observeHttp(url, options) };
    await using _ = await inProcess().open(scriptedRouter(() => ({ kind: "disconnect", code })));
    expect(truth.fetch.headError).toHaveLength(2);
    expect(await observeFetch(globalThis.fetch, "http://dep.example/x", options)).toEqual(truth.fetch);
    expect(await observeFetch(early, "http://dep.example/x", options)).toEqual(truth.fetch);
    expect(await observeHttp("http://dep.example/x", options)).toEqual(truth.http);
  });

  it("a connect timeout is undici's for fetch and the system's for node:http", async () => {
    await using _ = await inProcess().open(scriptedRouter(() => ({ kind: "disconnect", code: "timeout" })));
    const options = { method: "GET", abort: false };
    const byFetch = await observeFetch(globalThis.fetch, "https://dep.example/x", options);
    expect(byFetch.headError?.[1]).toMatchObject({ name: "ConnectTimeoutError", code: "UND_ERR_CONNECT_TIMEOUT" });
    expect(await observeFetch(early, "https://dep.example/x", options)).toEqual(byFetch);
    expect((await observeHttp("http://dep.example/x", options)).headError?.[0]).toMatchObject({
      code: "ETIMEDOUT",
      syscall: "connect",
    });
  });

  it("a host that nobody declared is blocked by name, with the next step", async () => {
    await using _ = await inProcess().open(scriptedRouter(() => ({ kind: "blocked", message: "undeclared" })));
    const options = { method: "GET", abort: false };
    for (const seen of [
      await observeFetch(globalThis.fetch, "https://evil.example/x", options),
      await observeFetch(early, "https://evil.example/x", options),
    ]) {
      expect(seen.headError?.[0]).toMatchObject({ name: "TypeError", message: "fetch failed" });
      expect(seen.headError?.[1]).toMatchObject({ message: expect.stringMatching(/evil\.example.*allowHosts/) });
    }
    expect((await observeHttp("http://evil.example/x", options)).headError?.[0]).toMatchObject({
      code: "BROWNOUT_BLOCKED",
    });
  });
});

async function closedPort(): Promise<number> {
  const server = await realServer();
  const port = Number(new URL(server.origin).port);
  await server[Symbol.asyncDispose]();
  return port;
}
