import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cookieName } from "./access.ts";
import { type Console, openConsole } from "./index.ts";
import { ask, asOperator, raw } from "./testing/ask.ts";
import { type FakeControl, fakeControl } from "./testing/fake-control.ts";

let control: FakeControl;
let at: Console;

const limits = { request: 400, patience: 400, streams: 3 };

beforeEach(async () => {
  control = fakeControl(() => performance.now());
  control.set({ approvals: { needed: 0, given: [] } });
  at = await openConsole(control, { port: 0, limits, names: ["gameday.example.test"] });
});
afterEach(() => at[Symbol.asyncDispose]());

const cookie = (): Record<string, string> => ({ cookie: `${cookieName(at.port, "operator")}=${at.tokens.operator}` });
const arm = JSON.stringify({ injection: "orders-slow", by: "Mallory" });
const json = { "content-type": "application/json" };
const armed = (): number => control.state().armed.length;

describe("no page of another site can arm a fault, though the browser sends its cookie along", () => {
  it("by its origin, whatever it sends", async () => {
    const origins = [
      "https://evil.test",
      "null",
      `http://127.0.0.1:${at.port + 1}`,
      `http://localhost:${at.port}.evil.test`,
      `https://evil.test/http://127.0.0.1:${at.port}`,
      "",
    ];
    for (const origin of origins)
      for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
        expect(
          (await ask(at, "POST", "/api/arm", { ...cookie(), origin, "content-type": type }, arm)).status,
          origin,
        ).toBe(403);
    expect(armed()).toBe(0);
  });

  it("by what the browser says of where the request comes from", async () => {
    for (const site of ["cross-site", "same-site"]) {
      expect((await ask(at, "POST", "/api/arm", { ...cookie(), ...json, "sec-fetch-site": site }, arm)).status).toBe(
        403,
      );
      expect(
        (await ask(at, "GET", "/api/state", { ...cookie(), "sec-fetch-site": site, "sec-fetch-mode": "no-cors" }))
          .status,
      ).toBe(403);
      expect(
        (
          await ask(at, "GET", "/", {
            ...cookie(),
            "sec-fetch-site": site,
            "sec-fetch-mode": "navigate",
            "sec-fetch-dest": "iframe",
          })
        ).status,
      ).toBe(403);
    }
    // A link in a chat may lead here.
    const visit = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect((await ask(at, "GET", `/?token=${at.tokens.operator}`, visit)).status).toBe(200);
    expect((await ask(at, "POST", "/api/arm", { ...cookie(), ...json }, arm)).status).toBe(403);
    expect(armed()).toBe(0);
  });

  it("by a form: only JSON is read, and no other site is ever told that it may", async () => {
    const own = { ...cookie(), origin: at.origin };
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json-patch+json", ""])
      expect((await ask(at, "POST", "/api/arm", { ...own, "content-type": type }, arm)).status, type).toBe(415);
    const preflight = await ask(at, "OPTIONS", "/api/arm", {
      origin: "https://evil.test",
      "access-control-request-method": "POST",
    });
    expect((await ask(at, "POST", "/api/halt", { ...cookie(), "content-type": "text/plain" }, "stop")).status).toBe(
      403,
    );
    expect(preflight.status).toBe(403);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(armed()).toBe(0);
    expect((await ask(at, "POST", "/api/arm", { ...own, ...json }, arm)).status).toBe(200);
    expect(armed()).toBe(1);
  });

  it("by a name that it lets resolve to this machine", async () => {
    for (const host of [
      "evil.test",
      `evil.test:${at.port}`,
      `127.0.0.1:${at.port + 1}`,
      `127.0.0.1.evil.test:${at.port}`,
      `[::1]:${at.port}.evil.test`,
    ])
      for (const path of ["/api/state", "/", "/uplot.js"])
        expect((await ask(at, "GET", path, { host, authorization: `Bearer ${at.tokens.operator}` })).status, host).toBe(
          403,
        );
    expect(
      await raw(
        at,
        `GET /api/state HTTP/1.1\r\nhost:\r\nconnection: close\r\nauthorization: Bearer ${at.tokens.operator}\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1\.1 403/);
    for (const host of [`localhost:${at.port}`, `127.0.0.1:${at.port}`, `[::1]:${at.port}`, "GAMEDAY.example.test"])
      expect(
        (await ask(at, "GET", "/api/state", { host, authorization: `Bearer ${at.tokens.operator}` })).status,
        host,
      ).toBe(200);
    const tunnelled = { ...cookie(), ...json, host: "gameday.example.test", origin: "https://gameday.example.test" };
    expect((await ask(at, "POST", "/api/arm", tunnelled, arm)).status).toBe(200);
  });
});

describe("clients that are slow, large or broken", () => {
  it("reads 64 KiB and no more, declared or not", async () => {
    const authorization = `Bearer ${at.tokens.operator}`;
    const big = JSON.stringify({ kind: "note", text: "x".repeat(70_000), by: "a" });
    expect((await asOperator(at, "annotate", { kind: "note", text: "x".repeat(70_000), by: "a" })).status).toBe(413);
    expect(
      (await ask(at, "POST", "/api/annotate", { ...json, authorization, "transfer-encoding": "chunked" }, big)).status,
    ).toBe(413);
    expect((await ask(at, "POST", "/api/annotate", { ...json, authorization }, "{")).status).toBe(400);
    expect(
      (await ask(at, "POST", "/api/annotate", { ...json, authorization }, Buffer.from([0x22, 0xff, 0x22]))).status,
    ).toBe(400);
    expect(control.asked).toEqual([]);
  });

  it("lets go of a request that does not arrive", async () => {
    const head = `POST /api/arm HTTP/1.1\r\nhost: 127.0.0.1:${at.port}\r\nauthorization: Bearer ${at.tokens.operator}\r\n`;
    const started = performance.now();
    const [headers, body] = await Promise.all([
      raw(at, head),
      raw(at, `${head}content-type: application/json\r\ncontent-length: ${arm.length}\r\n\r\n${arm.slice(0, 5)}`),
    ]);
    expect(headers).toMatch(/^HTTP\/1\.1 408/);
    expect(body).toMatch(/^HTTP\/1\.1 408|^$/);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(armed()).toBe(0);
    expect(await raw(at, "\u0000\u0001 nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400/);
  });

  it("drops a page that does not read, keeps at most one state for it, and others go on", async () => {
    const text = "x".repeat(3000);
    control.set({
      timeline: Array.from({ length: 900 }, (_, t) => ({
        what: "annotated" as const,
        kind: "note" as const,
        text,
        by: "a",
        t,
      })),
    });
    const deaf = connect(at.port, "127.0.0.1");
    deaf.on("error", () => undefined);
    let closed = false;
    deaf.on("close", () => {
      closed = true;
    });
    deaf.pause();
    deaf.write(
      `GET /api/events HTTP/1.1\r\nhost: 127.0.0.1:${at.port}\r\nauthorization: Bearer ${at.tokens.operator}\r\n\r\n`,
    );
    await vi.waitFor(() => expect(at.watching()).toBe(1));
    const before = process.memoryUsage();
    const longest = { ms: 0 };
    await vi.waitFor(
      () => {
        for (let told = 0; told < 20; told += 1) {
          const from = performance.now();
          control.set({});
          longest.ms = Math.max(longest.ms, performance.now() - from);
        }
        expect(at.watching()).toBe(0);
      },
      { timeout: 15_000, interval: 20 },
    );
    // Whoever tells is traffic: it waits for nobody. 2.7 MB of state take longer than that to be written once.
    expect(longest.ms).toBeLessThan(50);
    const grown = process.memoryUsage();
    expect(grown.external + grown.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(32 * 1024 * 1024);
    expect((await asOperator(at, "arm", { injection: "orders-slow", by: "Ada" })).status).toBe(200);
    deaf.resume();
    await vi.waitFor(() => expect(closed).toBe(true));
  });

  it("lets so many watch and no more, and counts those who left", async () => {
    const authorization = `Bearer ${at.tokens.observer}`;
    const stream = async (): Promise<AbortController> => {
      const stop = new AbortController();
      const response = await fetch(`${at.origin}/api/events`, { headers: { authorization }, signal: stop.signal });
      expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
      return stop;
    };
    const [first] = [await stream(), await stream(), await stream()];
    const refused = await ask(at, "GET", "/api/events", { authorization });
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining("3 pages watch already")]);
    first.abort();
    await vi.waitFor(() => expect(at.watching()).toBe(2));
    await stream();
  });
});

describe("server-sent events", () => {
  it("begin with what the charts missed, then the state, then each change soon", async () => {
    control.tick();
    const response = await fetch(`${at.origin}/api/events`, {
      headers: { authorization: `Bearer ${at.tokens.observer}` },
    });
    let text = "";
    const read = (async () => {
      for await (const piece of response.body ?? []) text += new TextDecoder().decode(piece);
    })();
    await vi.waitFor(() =>
      expect(text).toMatch(/event: history\ndata: \[\{"t":.*\]\n\nevent: state\ndata: \{"run".*\}\n\n/s),
    );
    expect(text).not.toContain("kb-stale");
    await asOperator(at, "arm", { injection: "kb-stale", by: "Ada" });
    await vi.waitFor(() => expect(text).toContain('"armed":[{"injection":"kb-stale"'));
    await at[Symbol.asyncDispose]();
    await read.catch(() => undefined);
    expect(control.watchers()).toBe(0);
  });
});
