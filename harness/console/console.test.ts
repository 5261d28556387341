import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GamedayState } from "../domain/gameday.ts";
import { type Console, openConsole } from "./index.ts";
import { ask, asOperator } from "./testing/ask.ts";
import { type FakeControl, fakeControl } from "./testing/fake-control.ts";

let time = 0;
let control: FakeControl;
let at: Console;
const warnings: string[] = [];

beforeEach(async () => {
  time = 0;
  warnings.length = 0;
  control = fakeControl(() => time);
  control.set({ approvals: { needed: 0, given: [] } });
  at = await openConsole(control, { port: 0, warn: (words) => warnings.push(words) });
});
afterEach(async () => {
  await at[Symbol.asyncDispose]();
  expect(warnings).toEqual([]);
});

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const stateOf = async (token: string, path = "/api/state"): Promise<GamedayState> =>
  JSON.parse((await ask(at, "GET", path, bearer(token))).text);

describe("what an operator can do over HTTP", () => {
  it("arms, changes and disarms", async () => {
    const radius = { share: 0.25, cap: 3, for: 5000, headers: { "X-Tenant": "acme" } };
    expect(await asOperator(at, "arm", { injection: "orders-slow", by: "Grace", radius })).toMatchObject({
      status: 200,
      text: '{"ok":true}\n',
    });
    expect(control.state().armed).toMatchObject([
      { injection: "orders-slow", by: "Grace", radius: { ...radius, headers: { "x-tenant": "acme" } } },
    ]);
    expect((await asOperator(at, "change", { injection: "orders-slow", by: "Ada", radius: { share: 1 } })).status).toBe(
      200,
    );
    expect(control.state().armed).toMatchObject([{ by: "Ada", radius: { share: 1, cap: 3 } }]);
    expect((await asOperator(at, "disarm", { injection: "orders-slow", by: "Ada" })).status).toBe(200);
    expect(control.state().armed).toEqual([]);
  });

  it("does everything else that the page can do", async () => {
    for (const [action, body] of [
      ["approve", { by: "Ada" }],
      ["check", { item: "On-call knows that this is a game day", done: true, by: "Ada" }],
      ["next", { by: "Ada" }],
      ["annotate", { kind: "action", text: "Bound the retries", by: "Linus", owner: "Grace", due: "2026-12-24" }],
      ["heartbeat", { by: "Ada", role: "lead" }],
      ["halt", { by: "Ada", reason: "drill" }],
      ["release", { by: "Ada" }],
    ] as const)
      expect(await asOperator(at, action, body), action).toMatchObject({ status: 200 });
    const { timeline } = await stateOf(at.tokens.operator);
    expect(timeline.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["approved", "checked", "phase", "annotated", "joined", "halted", "released"]),
    );
  });

  it("hears in words why something cannot be done now, as 409", async () => {
    await asOperator(at, "halt", { by: "Ada", reason: "drill" });
    const { status, text } = await asOperator(at, "arm", { injection: "orders-slow", by: "Ada" });
    expect([status, JSON.parse(text)]).toEqual([409, { error: "The game day is halted. Release it first." }]);
  });

  it("hears of all mistakes in a body at once, as 400, and nothing is done", async () => {
    const { status, text } = await asOperator(at, "arm", {
      injection: "",
      by: " \u0000\u202e ",
      radius: { share: 2, cap: 0.5, for: -1, frequency: 3 },
    });
    expect(status).toBe(400);
    const { error } = JSON.parse(text);
    for (const name of ["injection", "by", "radius.share", "radius.cap", "radius.for", "frequency"])
      expect(error).toContain(name);
    for (const body of [
      null,
      [],
      7,
      "arm",
      { injection: "orders-slow" },
      { injection: "orders-slow", by: "a", radius: null },
    ])
      expect((await asOperator(at, "arm", body)).status, JSON.stringify(body)).toBe(400);
    for (const body of [
      { kind: "note", text: " ", by: "a" },
      { kind: "note", text: "x", by: "a", due: "2026-12-24" },
      { kind: "action", text: "x", by: "a", due: "soon" },
    ])
      expect((await asOperator(at, "annotate", body)).status, JSON.stringify(body)).toBe(400);
    expect(control.asked).toEqual([]);
  });

  it("halts whatever the form: without a body, without a name, with too long a reason", async () => {
    const naked = await ask(at, "POST", "/api/halt", bearer(at.tokens.operator));
    expect(naked.status).toBe(200);
    expect((await asOperator(at, "halt", { by: 7, reason: "x".repeat(9000), why: "?" })).status).toBe(200);
    expect(control.asked).toEqual([
      "halt by somebody without a name: no reason given",
      "halt by somebody without a name: no reason given",
    ]);
  });

  it.each([
    ["a form", "application/x-www-form-urlencoded", "reason=smoke&by=Ada"],
    ["plain text", "text/plain", "stop"],
    ["null", "application/json", "null"],
    ["broken JSON", "application/json", '{"by":'],
    ["more than is read", "application/json", JSON.stringify({ reason: "x".repeat(70_000) })],
  ])("halts though the body is %s", async (_what, type, body) => {
    const headers = { ...bearer(at.tokens.operator), "content-type": type };
    expect(await ask(at, "POST", "/api/halt", headers, body)).toMatchObject({ status: 200 });
    expect(control.asked).toEqual(["halt by somebody without a name: no reason given"]);
  });

  it("takes nobody who is called as the plan itself is, but halts for them", async () => {
    for (const by of ["plan", " Plan "])
      expect((await asOperator(at, "arm", { injection: "orders-slow", by })).status, by).toBe(400);
    expect(control.state().armed).toEqual([]);
    expect((await asOperator(at, "halt", { by: "plan", reason: "enough" })).status).toBe(200);
    expect(control.state().halted).toMatchObject({ by: "somebody without a name", reason: "enough" });
  });

  it("has control characters and marks of direction taken out of names and texts", async () => {
    await asOperator(at, "annotate", { kind: "note", text: "a\u202eb\u0007c\r\nd", by: "\u2066Eve\u2069\tX" });
    expect(control.state().timeline.at(-1)).toMatchObject({ text: "a b c\nd", by: "Eve X" });
  });
});

describe("what else it says", () => {
  it("answers unknown paths, methods and proxies' requests in words", async () => {
    expect(await ask(at, "GET", "/api/arms", bearer(at.tokens.operator))).toMatchObject({
      status: 404,
      text: expect.stringContaining("arm, change"),
    });
    expect(await ask(at, "GET", "/api/arm", bearer(at.tokens.operator))).toMatchObject({
      status: 405,
      headers: { allow: "POST" },
    });
    expect((await ask(at, "POST", "/", bearer(at.tokens.operator))).status).toBe(405);
    expect((await ask(at, "GET", "http://127.0.0.1/", bearer(at.tokens.operator))).status).toBe(400);
    for (const path of [
      "/client/../index.ts",
      "/client/%2e%2e/index.ts",
      "/client/words.test.ts",
      "/etc/passwd",
      "//x/y",
      "/api/__proto__",
      "/api/constructor",
    ])
      expect((await ask(at, "GET", path, bearer(at.tokens.operator))).status, path).toBe(404);
  });

  it("refuses to listen anywhere but on loopback, and says when the port is taken", async () => {
    for (const host of ["0.0.0.0", "::", "192.168.1.2", "example.test"])
      await expect(openConsole(control, { port: 0, host })).rejects.toThrow(/loopback only/);
    await expect(openConsole(control, { port: at.port })).rejects.toThrow(
      `${at.port}: the port is taken. Choose another`,
    );
  });

  it("serves every script that one of them asks for", async () => {
    const seen = new Set<string>();
    const follow = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const { status, text } = await ask(at, "GET", path);
      expect(status, path).toBe(200);
      for (const [, to = ""] of text.matchAll(/ from "(\.[^"]+)"/g))
        await follow(new URL(to, `http://x${path}`).pathname);
    };
    await follow("/client/main.ts");
    expect([...seen]).toEqual(expect.arrayContaining(["/client/log.ts", "/domain/gameday-words.ts"]));
  });

  it("serves scripts without types, and a page that allows nothing else", async () => {
    const page = await ask(at, "GET", "/", bearer(at.tokens.operator));
    const policy = String(page.headers["content-security-policy"]);
    const [, nonce = ""] = /script-src 'nonce-([^']+)'/.exec(policy) ?? [];
    expect(nonce).not.toBe("");
    expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'.*require-trusted-types-for 'script'/);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(page.text.match(/<(script|style)(?![^>]*nonce=)/g)).toBeNull();
    expect((await ask(at, "GET", "/", bearer(at.tokens.operator))).headers["content-security-policy"]).not.toBe(policy);
    const script = await ask(at, "GET", "/client/main.ts");
    expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(script.text).not.toMatch(/import type|: GamedayState/);
    for (const { headers } of [page, script, await ask(at, "GET", "/api/state")])
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
      });
  });
});
