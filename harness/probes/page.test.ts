import { describe, expect, it } from "vitest";
import type { PageShowed } from "../domain/events.ts";
import type { JudgedTrial } from "../domain/judgement.ts";
import type { PageView } from "../domain/page.ts";
import { probes } from "./index.ts";

const good: PageView = { answers: ["30 days"], errors: [], questions: 1, busy: false };
/** A trial of 5 s in which a page was asked at 1 s and spoke at 2 s. */
function trial(view?: Partial<PageView>, spoke = true): JudgedTrial {
  const event = { type: "page-showed", trial: "t", performance: "p" } as const;
  const page: PageShowed[] = [
    { ...event, t: 1000, what: "asked" },
    ...(spoke ? [{ ...event, t: 2000, what: "text", text: "30" } as const] : []),
    { ...event, t: 4900, what: "left", view: { ...good, ...view }, since: 2500 },
  ];
  return { primary: { record: { ended: { t: 5000 }, ...(view ? { page } : {}) } } } as unknown as JudgedTrial;
}
const measured = (name: string, of: JudgedTrial, control = trial({})): readonly number[] | undefined =>
  probes[name]?.measure(of, control, {});

describe("what a visitor saw", () => {
  it.each([
    ["time-to-first-text", {}, [1000]],
    ["time-to-last-text", {}, [1500]],
    ["time-to-last-text", { busy: true }, [4000]],
    ["spinner-stuck-rate", { busy: true }, [1]],
    ["spinner-stuck-rate", {}, [0]],
    ["blank-rate", { answers: [] }, [1]],
    ["blank-rate", { answers: [], errors: ["Sorry"] }, [0]],
    ["double-answer-rate", { answers: ["30", "30 days"] }, [1]],
    ["double-answer-rate", {}, [0]],
    ["duplicate-submission-rate", { questions: 2 }, [1]],
    ["duplicate-submission-rate", {}, [0]],
  ] as const)("%s of %j is %j", (name, view, wanted) => {
    expect(measured(name, trial(view))).toEqual(wanted);
  });

  it("where no text came, the wait lasts to the end of the task", () => {
    expect(measured("time-to-first-text", trial({ answers: [] }, false))).toEqual([4000]);
  });

  it("is held against the control arm: a page that always answers in two pieces doubles nothing", () => {
    const two = { answers: ["Hello.", "30 days"] };
    expect(measured("double-answer-rate", trial(two), trial(two))).toEqual([0]);
  });

  it("cannot be told of a target without a page", () => {
    for (const name of Object.keys(probes).filter((each) => /text$|spinner|blank|double-answer|submission/.test(each)))
      expect([name, measured(name, trial(undefined))]).toEqual([name, undefined]);
  });
});
