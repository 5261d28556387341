import { describe, expect, it } from "vitest";
import { fakeDay, fakePlan } from "../testing/fake-gameday.ts";

describe("people are not hurried", () => {
  const seen = { what: "annotated", kind: "detected", by: "Ada" };
  it("by a phase whose time is up while it is halted, nor by the end of the last one", () => {
    const { day, clock, ends } = fakeDay(
      fakePlan({ phases: fakePlan().phases.map((phase) => ({ for: 5000, ...phase })) }),
    );
    day.open();
    day.heartbeat("Ada", "lead");
    day.next("Ada");
    clock.pass(8000);
    day.halt("Olga", "smoke");
    clock.pass(60_000);
    expect(day.state().phase).toMatchObject({ name: "calm", until: 10_000 });
    day.heartbeat("Ada", "lead");
    expect(day.release("Ada")).toBeUndefined();
    expect(day.next("Ada")).toBeUndefined();
    clock.pass(20_000);
    expect(day.state().phase).toMatchObject({ name: "after" });
    clock.pass(60_000);
    expect(day.annotate({ kind: "action", text: "Bound the retries", by: "Ada" })).toBeUndefined();
    expect(ends).toEqual([]);
    const { t } = day.state();
    day.annotate({ kind: "detected", text: "typed for 4 s", by: "Ada", ago: 4000 });
    expect(day.state().timeline.at(-1)).toEqual({ ...seen, text: "typed for 4 s", t: t - 4000 });
    day.annotate({ kind: "detected", text: "", by: "Ada", ago: 9e9 });
    expect(day.state().timeline.at(-1)).toEqual({ ...seen, text: "", t: 0 });
    expect(day.next("Ada")).toBeUndefined();
    expect(ends).toMatchObject([{ why: "finished", words: "Ada ended it after the last phase." }]);
    expect(day.annotate({ kind: "note", text: "too late", by: "Ada" })).toMatchObject({
      refused: expect.stringContaining("over"),
    });
  });
});
