import { describe, expect, it } from "vitest";
import { bound } from "../../testing/fake-gameday.ts";
import { finishedDay } from "./how-it-ended.ts";

const steady = { broken: [], untold: [], unmet: [], anyFired: true, halts: [] };
const plan = { steadyState: [bound()] };

describe("a day that went on to its end", () => {
  it("was steady where bounds held and every planned fault fired", () => {
    expect(finishedDay(steady, plan)).toEqual({ code: 0, lines: [] });
  });

  it.each([
    ["a fault met nobody", { ...steady, unmet: [{ injection: "hang", why: "It was armed and never fired." }] }, plan],
    ["of a bound nothing can be told", { ...steady, untold: ["error-rate"] }, plan],
    ["no fault fired, and none was meant to", { ...steady, anyFired: false }, plan],
    ["the plan has no steady state", steady, { steadyState: [] }],
  ])("is inconclusive where %s, and says so", (_what, end, given) => {
    const { code, lines } = finishedDay(end, given);
    expect(code).toBe(3);
    expect(lines).toHaveLength(2);
  });

  it("was halted where somebody or an abort condition did so, whatever else cannot be told, and says who and why", () => {
    const halts = [
      { by: "plan", reason: "error-rate at most 0.2 over 10s" },
      { by: "Ada", reason: "smoke" },
    ];
    expect(finishedDay({ ...steady, halts }, plan)).toEqual({
      code: 4,
      lines: ["Halted by an abort condition: error-rate at most 0.2 over 10s.", "Halted by Ada: smoke."],
    });
    const { code, lines } = finishedDay({ ...steady, halts, anyFired: false }, plan);
    expect([code, lines[2]]).toEqual([4, expect.stringContaining("No fault fired")]);
    expect(finishedDay({ ...steady, halts, broken: ["error-rate"] }, plan)).toEqual({
      code: 1,
      lines: ["Did not hold all the time: error-rate.", expect.stringContaining("an abort"), "Halted by Ada: smoke."],
    });
  });

  it("broke where a bound did not hold, whatever else cannot be told", () => {
    expect(finishedDay({ ...steady, broken: ["error-rate"], untold: ["tokens"] }, plan).code).toBe(1);
  });
});
