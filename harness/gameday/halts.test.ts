import { expect, it } from "vitest";
import { bound, fakeDay, fakePlan } from "../testing/fake-gameday.ts";

it("what an abort condition and operators halted is kept for the end, though it was released and the day went on", () => {
  const phases = [{ name: "storm", for: 20_000, injections: [] }];
  const { day, clock, ends } = fakeDay(fakePlan({ phases, abortWhen: [bound()] }));
  day.open();
  day.next("Ada");
  for (const id of ["1", "2", "3", "4", "5"]) {
    day.measure.asked(id, 0);
    day.measure.answered({ id, t: 0, latency: 100, outcome: "crashed", forbidden: 0 });
  }
  clock.pass(11_000);
  expect(day.release("Ada")).toBeUndefined();
  day.halt("Olga", "smoke");
  day.halt("Grace", "smoke too");
  clock.pass(9000);
  expect(day.release("Ada")).toBeUndefined();
  expect(day.next("Ada")).toBeUndefined();
  expect(ends).toMatchObject([
    {
      why: "finished",
      halts: [
        { by: "plan", reason: "error-rate at most 0.2 over 10s" },
        { by: "Olga", reason: "smoke" },
      ],
    },
  ]);
});
