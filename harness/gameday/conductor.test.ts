import { describe, expect, it } from "vitest";
import { bound, fakeDay, fakePlan, planned, radius } from "../testing/fake-gameday.ts";

const whats = (moments: readonly { readonly what: string }[]): string[] => moments.map(({ what }) => what);

describe("a plan without people", () => {
  it("goes through its phases and arms what is due", () => {
    const { day, clock, moments, on, ends } = fakeDay(
      fakePlan({ phases: fakePlan().phases.map((phase) => ({ for: 5000, ...phase })) }),
      { attended: false },
    );
    day.open();
    expect(day.state().phase).toMatchObject({ name: "calm", since: 0, until: 10_000 });
    clock.pass(11_999);
    expect(on.size).toBe(0);
    clock.pass(1);
    expect([...on.keys()]).toEqual(["timed"]);
    clock.pass(18_000);
    expect(on.size).toBe(0);
    clock.pass(5000);
    expect(whats(moments)).toEqual(["opened", "phase", "phase", "armed", "disarmed", "phase", "closed"]);
    expect(moments[4]).toMatchObject({ injection: "timed", why: "phase-over", fired: 3, by: "plan" });
    expect(ends).toMatchObject([{ why: "finished", broken: [], untold: [] }]);
    expect(clock.waiting).toBe(0);
  });

  it("ends at a halt, and with everything off", () => {
    const { day, clock, on, ends, moments } = fakeDay(undefined, { attended: false });
    day.open();
    clock.pass(12_000);
    day.halt("Ada", "enough");
    day.halt("Grace", "really");
    expect(on.size).toBe(0);
    expect(ends).toMatchObject([{ why: "halted", words: "enough" }]);
    expect(moments.filter(({ what }) => what === "halted")).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });
});

describe("people at the controls", () => {
  it("begin the phases, arm, change and disarm", () => {
    const { day, on, moments } = fakeDay();
    day.open();
    expect(day.state().phase).toBeUndefined();
    expect(day.arm("by-hand", "Ada")).toMatchObject({ refused: expect.stringContaining("spare") });
    expect(day.next("Ada")).toBeUndefined();
    expect(day.arm("spare", "Grace", { share: 0.5 })).toBeUndefined();
    expect(on.get("spare")).toEqual({ ...radius, share: 0.5 });
    expect(day.arm("spare", "Ada")).toMatchObject({ refused: expect.stringContaining("by Grace") });
    expect(day.change("spare", "Ada", { cap: 2 })).toBeUndefined();
    expect(on.get("spare")).toEqual({ ...radius, share: 0.5, cap: 2 });
    expect(day.disarm("spare", "Grace")).toBeUndefined();
    expect(day.disarm("spare", "Grace")).toBeUndefined();
    expect(day.disarm("sparse", "Grace")).toMatchObject({ refused: expect.stringContaining('no "sparse"') });
    expect(whats(moments)).toEqual(["opened", "joined", "phase", "joined", "armed", "changed", "disarmed"]);
  });

  it.each([
    { share: 1.5 },
    { share: Number.NaN },
    { cap: 0 },
    { cap: 1.5 },
    { for: 0 },
    { for: Number.POSITIVE_INFINITY },
  ])("are refused a radius that is none: %o", (wrong) => {
    const { day, on } = fakeDay();
    day.open();
    expect(day.arm("spare", "Ada", wrong)).toMatchObject({ refused: expect.stringContaining("must be") });
    expect(on.size).toBe(0);
  });

  it("of whom observers do not steer, and everybody may halt", () => {
    const { day, on } = fakeDay();
    day.open();
    expect(day.arm("spare", "olga")).toMatchObject({ refused: expect.stringContaining("Ask Ada or Grace") });
    expect(day.arm("spare", " ")).toMatchObject({ refused: expect.stringContaining("Say who") });
    day.arm("spare", "Ada");
    day.halt("Olga", "smoke");
    expect(on.size).toBe(0);
    expect(day.release("Olga")).toBeDefined();
    expect(day.arm("spare", "Ada")).toMatchObject({ refused: expect.stringContaining("Halted by Olga: smoke") });
    expect(day.release("Ada")).toBeUndefined();
    expect(day.arm("spare", "Ada")).toBeUndefined();
  });

  it("must have agreed, in the number that the plan asks for, and each counts once", () => {
    const { day } = fakeDay(fakePlan({ approvals: 2 }));
    day.open();
    day.approve("Ada");
    day.approve("ADA ");
    expect(day.approve("Olga")).toBeDefined();
    expect(day.approve("Somebody")).toBeDefined();
    expect(day.arm("spare", "Ada")).toMatchObject({ refused: expect.stringContaining("1 more person") });
    day.next("Ada");
    expect(day.approve("Grace")).toBeUndefined();
    expect(day.state().approvals).toEqual({ needed: 2, given: ["Ada", "Grace"] });
    expect(day.arm("spare", "Ada")).toBeUndefined();
  });

  it("who push the same button at the same time do not skip a phase", () => {
    const { day, clock } = fakeDay();
    day.open();
    expect(day.next("Ada")).toBeUndefined();
    expect(day.next("Grace")).toMatchObject({ refused: expect.stringContaining("by Ada") });
    expect(day.state().phase?.name).toBe("calm");
    clock.pass(2000);
    expect(day.next("Grace")).toBeUndefined();
    expect(day.state().phase?.name).toBe("storm");
  });
});

describe("faults go off", () => {
  it("when no console gives a sign of life, and stay off until one does", () => {
    const { day, clock, on, moments } = fakeDay();
    day.open();
    day.heartbeat("Ada", "lead");
    day.arm("spare", "Ada");
    clock.pass(14_000);
    day.heartbeat("Ada", "lead");
    clock.pass(15_000);
    expect(on.size).toBe(1);
    day.heartbeat("Olga", "observer");
    clock.pass(300);
    expect(on.size).toBe(0);
    expect(moments.at(-1)).toMatchObject({ what: "disarmed", why: "heartbeat-lost" });
    day.heartbeat("Ada", "lead");
    expect(day.arm("spare", "Ada")).toBeUndefined();
  });

  it("not for want of a console where none was ever there and nobody was to be", () => {
    const { day, clock, on } = fakeDay(undefined, { attended: false });
    day.open();
    day.heartbeat("Olga", "observer");
    clock.pass(29_000);
    expect([...on.keys()]).toEqual(["timed"]);
  });

  it("when the target is gone, and at the end", () => {
    const { day, on, ends } = fakeDay();
    day.open();
    day.arm("spare", "Ada");
    day.targetGone("connection refused");
    expect(on.size).toBe(0);
    expect(day.arm("spare", "Ada")).toMatchObject({ refused: expect.stringContaining("gone") });
    day.targetGone(undefined);
    expect(day.arm("spare", "Ada")).toBeUndefined();
    day.close("interrupted", "SIGINT");
    day.close("interrupted", "SIGINT");
    expect(on.size).toBe(0);
    expect(ends).toHaveLength(1);
    expect(day.next("Ada")).toMatchObject({ refused: expect.stringContaining("over") });
  });

  it("by themselves, which is told", () => {
    const { day, moments, goesOff } = fakeDay();
    day.open();
    day.arm("spare", "Ada");
    goesOff("spare", "time-to-live");
    expect(moments.at(-1)).toMatchObject({ what: "disarmed", why: "time-to-live", fired: 3 });
    expect(day.state().armed).toEqual([]);
  });
});

describe("bounds", () => {
  const answers = (day: ReturnType<typeof fakeDay>["day"], t: number, outcome: "correct" | "crashed", n: number) => {
    for (let i = 0; i < n; i += 1) {
      day.measure.asked(`${t} ${i}`, t);
      day.measure.answered({ id: `${t} ${i}`, t, latency: 100, outcome, forbidden: 0 });
    }
  };

  it("abort the day, once there are enough observations", () => {
    const { day, clock, on, ends, moments } = fakeDay(fakePlan({ abortWhen: [bound()] }), { attended: false });
    day.open();
    clock.pass(12_500);
    expect(on.size).toBe(1);
    answers(day, 12_500, "crashed", 4);
    clock.pass(500);
    expect(ends).toEqual([]);
    answers(day, 13_000, "crashed", 1);
    clock.pass(250);
    expect(on.size).toBe(0);
    expect(ends).toMatchObject([{ why: "aborted", words: "error-rate at most 0.2 over 10s" }]);
    expect(whats(moments).slice(-4)).toEqual(["abort", "disarmed", "halted", "closed"]);
  });

  it("halt where people are, who may not release it while it is still so", () => {
    const { day, clock } = fakeDay(fakePlan({ abortWhen: [bound()] }));
    day.open();
    answers(day, 0, "crashed", 5);
    clock.pass(250);
    expect(day.state().halted?.by).toBe("plan");
    expect(day.release("Ada")).toMatchObject({ refused: expect.stringContaining("Still so") });
    clock.pass(11_000);
    expect(day.release("Ada")).toBeUndefined();
    expect(day.state().halted).toBeUndefined();
  });

  it("of the steady state are told when they change, and kept for the end", () => {
    const { day, clock, moments, ends } = fakeDay(
      fakePlan({ steadyState: [bound(), bound({ metric: "latency-p95", dependency: "orders", atMost: 100 })] }),
    );
    day.open();
    answers(day, 0, "correct", 5);
    clock.pass(250);
    answers(day, 250, "crashed", 5);
    clock.pass(250);
    clock.pass(11_000);
    answers(day, 11_500, "correct", 5);
    clock.pass(250);
    expect(moments.filter(({ what }) => what === "steady-state")).toMatchObject([
      { ok: true, value: 0, n: 5 },
      { ok: false, value: 0.5, n: 10 },
      { ok: true, value: 0, n: 5 },
    ]);
    day.close("finished", "over");
    expect(ends).toMatchObject([
      { broken: ["error-rate at most 0.2 over 10s"], untold: ["latency-p95 of orders at most 100ms over 10s"] },
    ]);
  });
});

it("tells watchers once for all that happens together, and once a second without that", async () => {
  const { day, clock } = fakeDay(fakePlan({ phases: [{ name: "calm", injections: [planned("x", 1)] }] }));
  const seen: number[] = [];
  using _watch = day.watch(({ t }) => seen.push(t));
  day.open();
  day.heartbeat("Ada", "lead");
  day.next("Ada");
  await Promise.resolve();
  expect(seen).toEqual([0]);
  for (let n = 0; n < 12; n += 1) {
    clock.pass(250);
    await Promise.resolve();
  }
  expect(seen.length).toBeGreaterThanOrEqual(3);
  expect(seen.length).toBeLessThanOrEqual(6);
});
