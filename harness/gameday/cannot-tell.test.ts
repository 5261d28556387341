import { describe, expect, it } from "vitest";
import { bound, fakeDay, fakePlan, planned } from "../testing/fake-gameday.ts";

const phases = fakePlan().phases.map((phase) => ({ for: 5000, ...phase }));
const neverFires = {
  arm: () => undefined,
  change: () => true,
  disarm: () => 0,
  halt: () => new Map<string, number>(),
  fired: () => 0,
};

describe("what the end of the day cannot tell", () => {
  it("is what a fault would have done that was refused when it was due", () => {
    const { day, clock, ends, moments } = fakeDay(fakePlan({ phases, approvals: 1 }), { attended: false });
    day.open();
    clock.pass(40_000);
    const unmet = [{ injection: "timed", why: expect.stringContaining("1 more person must approve") }];
    expect(ends).toMatchObject([{ why: "finished", unmet }]);
    expect(moments.at(-1)).toMatchObject({ what: "closed", unmet });
    // By this the console knows that it is of the plan, which observers do not see.
    expect(moments).toContainEqual(expect.objectContaining({ what: "annotated", by: "plan", injection: "timed" }));
  });

  it("is what a fault would have done that never fired, or whose phase was over too soon", () => {
    const { day, clock, ends } = fakeDay(
      fakePlan({ phases: [{ name: "storm", for: 5000, injections: [planned("timed", 1000), planned("late", 9000)] }] }),
      { attended: false, faults: neverFires },
    );
    day.open();
    clock.pass(5000);
    expect(ends).toMatchObject([
      {
        unmet: [
          { injection: "timed", why: "It was armed and never fired." },
          { injection: "late", why: "Its phase was over before it was due." },
        ],
      },
    ]);
  });

  it("is nothing where faults fired, and those that nobody chose to arm are no plan", () => {
    const { day, clock, ends, moments } = fakeDay(fakePlan({ phases }), { attended: false });
    day.open();
    clock.pass(40_000);
    expect(ends).toMatchObject([{ unmet: [], untold: [], anyFired: true }]);
    expect(moments.at(-1)).toEqual({ what: "closed", why: "The last phase is over." });
  });

  it("is everything where nobody armed a fault, or none that was armed fired", () => {
    const phases = [{ name: "storm", for: 5000, injections: [planned("by-hand")] }];
    const armed: readonly (readonly string[])[] = [[], ["by-hand"]];
    for (const ids of armed) {
      const { day, clock, ends } = fakeDay(fakePlan({ phases }), { faults: neverFires });
      day.open();
      day.next("Ada");
      for (const id of ids) expect(day.arm(id, "Ada")).toBeUndefined();
      clock.pass(5000);
      day.next("Ada");
      expect(ends).toMatchObject([{ why: "finished", anyFired: false }]);
    }
  });

  it("is a bound that held once, when nothing is seen of it any more", () => {
    const { day, clock, ends, moments } = fakeDay(fakePlan({ steadyState: [bound()] }));
    day.open();
    for (let n = 0; n < 5; n += 1) {
      day.measure.asked(`${n}`, 0);
      day.measure.answered({ id: `${n}`, t: 0, latency: 10, outcome: "correct", forbidden: 0 });
    }
    clock.pass(250);
    expect(moments.at(-1)).toMatchObject({ what: "steady-state", ok: true });
    // From here on the agent hangs on every task.
    for (let n = 0; n < 50; n += 1) day.measure.asked(`hung ${n}`, 250);
    clock.pass(30_000);
    day.close("finished", "over");
    const untold = ["error-rate at most 0.2 over 10s"];
    expect(ends).toMatchObject([{ broken: [], untold }]);
    expect(moments.at(-1)).toMatchObject({ what: "closed", untold });
  });
});

it("a scribe's console keeps no fault armed: it could not take it off", () => {
  const { day, clock, on, moments } = fakeDay(fakePlan({ people: [] }));
  day.open();
  day.heartbeat("Ada", "operator");
  day.arm("spare", "Ada");
  for (let n = 0; n < 16; n += 1) {
    clock.pass(1000);
    day.heartbeat("Sam", "scribe");
  }
  expect(on.size).toBe(0);
  expect(moments.at(-1)).toMatchObject({ what: "disarmed", why: "heartbeat-lost" });
});

it("times are shown since the day was opened, however long the target took to start", () => {
  const { day, clock } = fakeDay();
  clock.pass(3000);
  day.open();
  day.next("Ada");
  day.arm("spare", "Ada");
  clock.pass(1000);
  day.halt("Ada", "enough");
  const { t, phase, armed, halted, timeline } = day.state();
  expect({ t, phase, armed, halted }).toMatchObject({
    t: 1000,
    phase: { since: 0, until: 10_000 },
    halted: { t: 1000 },
  });
  expect(timeline.map((one) => one.t)).toEqual([0, 0, 0, 0, 1000, 1000]);
});
