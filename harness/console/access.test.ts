import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GamedayState } from "../domain/gameday.ts";
import { cookieName } from "./access.ts";
import { actions } from "./api.ts";
import { type Console, openConsole } from "./index.ts";
import { ask, asObserver, asOperator } from "./testing/ask.ts";
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

describe("who may come in", () => {
  it("nobody without a token, with a wrong one, or with one in the address of the API", async () => {
    for (const headers of [
      {},
      bearer("x"),
      bearer(""),
      { authorization: at.tokens.operator },
      { cookie: `${cookieName(at.port, "operator")}=x` },
    ])
      for (const [method, path] of [
        ["GET", "/api/state"],
        ["GET", "/api/events"],
        ["POST", "/api/halt"],
        ["GET", "/api/nothing"],
      ] as const)
        expect(
          (await ask(at, method, path, headers as Record<string, string>)).status,
          `${path} ${JSON.stringify(headers)}`,
        ).toBe(401);
    expect((await ask(at, "GET", `/api/state?token=${at.tokens.operator}`)).status).toBe(401);
    const door = await ask(at, "GET", "/?token=wrong");
    expect([door.status, door.headers["set-cookie"]]).toEqual([401, undefined]);
    expect(door.text).toContain("A token is needed");
    expect(control.asked).toEqual([]);
  });

  it("exchanges the token of the link for a cookie that no script reads and no other site sends", async () => {
    const page = await ask(at, "GET", `/?token=${at.tokens.operator}`);
    expect(page.status).toBe(200);
    const [cookie = ""] = page.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    const [pair = ""] = cookie.split(";");
    expect((await ask(at, "GET", "/api/state", { cookie: `other=1; ${pair}` })).status).toBe(200);
    expect(page.text).not.toContain(at.tokens.operator);
  });

  it("observers see no plan, in no answer, and may only watch and annotate", async () => {
    await asOperator(at, "next", { by: "Ada" });
    await asOperator(at, "arm", { injection: "orders-slow", by: "Ada" });
    for (const [token, path] of [
      [at.tokens.observer, "/api/state"],
      [at.tokens.operator, "/api/state?view=observer"],
    ] as const) {
      const seen = await stateOf(token, path);
      expect(seen).toMatchObject({
        ready: [],
        checklist: [],
        phases: ["Steady state", "Throttled model"],
        armed: [{ injection: "orders-slow" }],
      });
      expect(JSON.stringify(seen)).not.toMatch(/Recovery|kb-stale|takes longer|Answers take/);
    }
    for (const action of actions.filter((name) => name !== "annotate" && name !== "heartbeat")) {
      const { status, text } = await asObserver(at, action, { injection: "kb-stale", by: "Eve" });
      expect([action, status, text]).toEqual([
        action,
        403,
        expect.stringContaining("Observers may watch and annotate"),
      ]);
    }
    const before = control.asked.length;
    expect((await asObserver(at, "annotate", { kind: "detected", by: "Eve" })).status).toBe(200);
    expect((await asObserver(at, "heartbeat", { by: "Eve", role: "lead" })).status).toBe(200);
    expect(control.asked.slice(before)).toEqual(["annotate detected by Eve"]);
    expect(control.state().people).toContainEqual({ name: "Eve", role: "observer", here: true });
    for (const action of ["annotate", "heartbeat"])
      expect(
        (
          await asObserver(at, action, {
            kind: "detected",
            by: "ada",
            ...(action === "heartbeat" ? { role: "observer", kind: undefined } : {}),
          })
        ).status,
      ).toBe(409);
    const page = await ask(at, "GET", "/observe", bearer(at.tokens.operator));
    expect(page.text).not.toMatch(/id="(halt|ready|next|approve|checklist|radius|release)"/);
  });

  it("observers do not speak in a name that the plan writes with blanks around it", async () => {
    control.set({ people: [{ name: " Ada ", role: "lead", here: false }] });
    for (const by of ["ada", "Ada"])
      expect((await asObserver(at, "annotate", { kind: "detected", by })).status).toBe(409);
  });

  it("observers do not hear from the timeline what the plan meant to arm, nor what of it met nobody", async () => {
    const why = "1 more person must approve.";
    control.note({ what: "annotated", kind: "note", by: "plan", injection: "kb-stale", text: `"kb-stale" ${why}` });
    control.note({ what: "annotated", kind: "note", by: "plan", text: "The target is there again." });
    control.note({ what: "closed", why: "over", unmet: [{ injection: "kb-stale", why }] });
    const { timeline } = await stateOf(at.tokens.observer);
    expect(JSON.stringify(timeline)).not.toContain("kb-stale");
    expect(timeline.slice(-2)).toMatchObject([{ text: "The target is there again." }, { what: "closed", why: "over" }]);
    expect(JSON.stringify((await stateOf(at.tokens.operator)).timeline)).toContain("kb-stale");
  });

  it("observers of a blind game day do not see what is armed either", async () => {
    await using blind = await openConsole(control, { port: 0, blind: true });
    await asOperator(blind, "arm", { injection: "orders-slow", by: "Ada" });
    await asOperator(blind, "annotate", { kind: "note", text: "there", by: "Ada", injection: "orders-slow" });
    const seen = await ask(blind, "GET", "/api/state", bearer(blind.tokens.observer));
    expect(seen.text).toContain("there");
    expect(seen.text).not.toMatch(/orders-slow|Steady state/);
    expect((await ask(blind, "GET", "/api/state", bearer(blind.tokens.operator))).text).toContain("orders-slow");
  });
});
