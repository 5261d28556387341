import { describe, expect, it } from "vitest";
import type { TargetSpec } from "../domain/experiment.ts";
import { currentTrial, type Router, type Scope } from "../domain/ports.ts";
import { fakeRun, only, toolUrl, treated } from "../testing/fake-run.ts";

/** What becomes of tunnels that are asked for while a trial runs. */
async function tunnels<T>(ask: (router: Router, scope: Scope) => T, target?: TargetSpec) {
  let router: Router | undefined;
  const answers: T[] = [];
  const { events } = await fakeRun({
    ...(target ? { target } : {}),
    agent: async ({ scope }) => {
      if (router) answers.push(ask(router, scope));
      return "done";
    },
    equipment: {
      interceptor: () => ({
        open: async (given) => {
          router = given;
          return {
            route: "gateway",
            environment: () => ({}),
            run: (_scope, body) => body(),
            [Symbol.asyncDispose]: async () => undefined,
          };
        },
      }),
    },
  });
  return { answer: answers.at(-1), events: treated(events), router };
}

describe("a connection that nobody can look into", () => {
  it("to an undeclared host is blocked and named", async () => {
    const { answer, events } = await tunnels((router, scope) => router.tunnel?.("https://elsewhere.test", scope));
    expect(answer).toEqual({ kind: "blocked", message: expect.stringContaining("no dependency at elsewhere.test") });
    expect(only(events, "call-escaped")).toMatchObject([
      { host: "elsewhere.test", method: "CONNECT", performance: "e/one/1/treatment~one" },
    ]);
  });

  it.each(["https://allowed.test", "http://allowed.test:5432", "http://127.0.0.1:5432", "https://localhost"])(
    "passes where calls may pass: %s",
    async (origin) => {
      const { answer, events } = await tunnels((router, scope) => router.tunnel?.(origin, scope));
      expect(answer).toEqual({ kind: "pass" });
      expect(only(events, "call-escaped")).toEqual([]);
    },
  );

  it("to a dependency fails the trial, for no fault could reach it; unless somebody looks into it after all", async () => {
    const origin = `${toolUrl}:80`;
    const blind = await tunnels((router, scope) => router.tunnel?.(origin, scope));
    expect(blind.answer).toMatchObject({ kind: "blocked" });
    expect(only(blind.events, "trial-failed")).toMatchObject([
      { error: expect.stringMatching(/connects to "orders" .* by itself.*which a module finds in the "env"/) },
    ]);
    expect(only(blind.events, "call-escaped")).toEqual([]);
    const seen = await tunnels((router, scope) => router.tunnel?.(origin, scope, "seen"));
    expect(seen.answer).toEqual({ kind: "pass" });
    expect(only(seen.events, "trial-failed")).toEqual([]);
  });

  it.each([
    { kind: "module", module: "/agent.ts", clock: "virtual" },
    { kind: "http", url: "http://127.0.0.1:1", headers: {}, cwd: "/", environment: {}, ready: "/", readyWithin: 1 },
    { kind: "command", command: ["agent"], cwd: "/", environment: {} },
  ] as const)("to a dependency is mended by what its target may have: $kind", async (target) => {
    const { events } = await tunnels((router, scope) => router.tunnel?.(`${toolUrl}:80`, scope), target as TargetSpec);
    const [error = ""] = only(events, "trial-failed").map((event) => event.error);
    expect(error).toContain("read its address from a variable");
    expect(error.includes('Set "interception:')).toBe(target.kind === "command");
    expect(error.includes('"kind: command"')).toBe(target.kind === "module");
  });

  it("is the only running trial's, if it cannot say whose it is; of several, each names it", async () => {
    const current = await tunnels((router) => router.tunnel?.("https://a.test", { trial: currentTrial }));
    expect(only(current.events, "call-escaped")).toMatchObject([{ host: "a.test", trial: "e/one/1/treatment" }]);
    const nobody = await tunnels((router) => router.tunnel?.("https://a.test", undefined));
    expect(only(nobody.events, "call-escaped")).toMatchObject([{ host: "a.test", trial: "e/one/1/treatment" }]);
  });

  it("of an agent that its trial has left behind waits for ever, and nothing is journalled", async () => {
    const { router, events } = await tunnels(() => undefined);
    expect(router?.tunnel?.("https://a.test", { trial: "e/one/1/treatment" })).toEqual({
      kind: "disconnect",
      code: "hang",
    });
    expect(only(events, "call-escaped")).toEqual([]);
  });
});

describe("a name that is looked up where nobody else answers", () => {
  it("is named and does not exist, unless the map has it or allows it", async () => {
    const known = new URL(toolUrl).hostname;
    const { answer, events } = await tunnels((router, scope) =>
      ["elsewhere.test", known, "allowed.test"].map((host) => router.lookup?.(host, scope)),
    );
    expect(answer).toEqual([false, true, true]);
    expect(only(events, "call-escaped")).toMatchObject([{ host: "elsewhere.test", method: "LOOKUP" }]);
  });

  it("is nobody's after its trial", async () => {
    const { router, events } = await tunnels(() => undefined);
    expect(router?.lookup?.("elsewhere.test", { trial: "e/one/1/treatment" })).toBe(false);
    expect(only(events, "call-escaped")).toEqual([]);
  });
});

it("a request of which nobody can say whose it is names its host too, and a dependency is told apart", async () => {
  const request = (url: string) => ({ method: "GET", url, headers: {}, body: new Uint8Array() });
  const signal = new AbortController().signal;
  const { answer, events } = await tunnels(async (router) => [
    await router.route(request("https://a.test/x"), undefined, signal),
    await router.route(request(`${toolUrl}/get`), undefined, signal),
  ]);
  expect(await answer).toMatchObject([
    { kind: "blocked", message: expect.stringContaining("no dependency at a.test") },
    { kind: "blocked", message: expect.stringMatching(/to "orders": it cannot tell which running trial/) },
  ]);
  expect(only(events, "call-escaped")).toMatchObject([{ host: "a.test", method: "GET" }]);
});
