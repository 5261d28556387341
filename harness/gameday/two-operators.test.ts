import fc from "fast-check";
import { expect, it } from "vitest";
import { fakeDay, fakePlan } from "../testing/fake-gameday.ts";

it("whatever two operators do at once, what is shown is what is on, and nothing is on that must not be", () => {
  const who = fc.constantFrom("Ada", "Grace", "Olga", "Nobody");
  const what = fc.constantFrom("timed", "by-hand", "spare", "absent");
  const act = fc.oneof(
    fc.record({ do: fc.constant("arm" as const), who, what }),
    fc.record({ do: fc.constant("change" as const), who, what, cap: fc.integer({ min: -1, max: 5 }) }),
    fc.record({ do: fc.constantFrom("disarm" as const, "goes-off" as const), who, what }),
    fc.record({
      do: fc.constantFrom("halt", "release", "next", "approve", "beat", "gone", "back") as fc.Arbitrary<"halt">,
      who,
    }),
    fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 9000 }) }),
    fc.record({ do: fc.constant("close" as const) }),
  );
  fc.assert(
    fc.property(fc.boolean(), fc.array(act, { maxLength: 40 }), (attended, acts) => {
      const { day, clock, on, ends, moments, goesOff } = fakeDay(fakePlan({ approvals: 1 }), { attended });
      day.open();
      for (const one of acts) {
        const kind: string = one.do;
        if (one.do === "arm") day.arm(one.what, one.who);
        else if (one.do === "change") day.change(one.what, one.who, { cap: one.cap });
        else if (one.do === "disarm") day.disarm(one.what, one.who);
        else if (one.do === "goes-off") goesOff(one.what, "cap");
        else if (one.do === "wait") clock.pass(one.ms);
        else if (one.do === "close") day.close("interrupted", "enough");
        else if (kind === "halt") day.halt(one.who, "stop");
        else if (kind === "release") day.release(one.who);
        else if (kind === "next") day.next(one.who);
        else if (kind === "approve") day.approve(one.who);
        else if (kind === "beat") day.heartbeat(one.who, "operator");
        else day.targetGone(kind === "gone" ? "no answer" : undefined);
        const state = day.state();
        expect(state.armed.map(({ injection }) => injection).sort()).toEqual([...on.keys()].sort());
        for (const { injection, radius: shown } of state.armed) expect(on.get(injection)).toEqual(shown);
        const mustBeCalm = state.halted !== undefined || state.closed !== undefined || state.approvals.given.length < 1;
        if (mustBeCalm) expect(on.size).toBe(0);
        if (state.phase?.name !== "storm") expect([...on.keys()].filter((id) => id !== "spare")).toEqual([]);
      }
      day.close("interrupted", "the end");
      expect(on.size).toBe(0);
      expect(ends).toHaveLength(1);
      expect(clock.waiting).toBe(0);
      const count = (name: string): number => moments.filter((moment) => moment.what === name).length;
      expect(count("disarmed")).toBe(count("armed"));
    }),
    { numRuns: 150 },
  );
});
