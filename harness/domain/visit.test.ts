import { describe, expect, it } from "vitest";
import type { PageShowed, PerformanceRecord } from "./events.ts";
import type { PageView, Sight } from "./page.ts";
import { isBlank, visitOf } from "./visit.ts";

const empty: PageView = { answers: [], errors: [], busy: false };
const record = (...sights: readonly (readonly [t: number, sight: Sight])[]): PerformanceRecord => ({
  id: "t~task",
  task: "task",
  role: "primary",
  calls: [],
  page: sights.map(
    ([t, sight]): PageShowed => ({ type: "page-showed", trial: "t", performance: "t~task", t, ...sight }),
  ),
});

describe("a visit", () => {
  it("has the question's time, the first text's and the last look", () => {
    const view = { ...empty, answers: ["30 days"] };
    const seen = record(
      [100, { what: "asked" }],
      [150, { what: "busy" }],
      [400, { what: "text", text: "30" }],
      [900, { what: "left", view, since: 500, screenshot: "screens/t.png" }],
    );
    expect(visitOf(seen)).toEqual({ asked: 100, firstText: 400, settled: 500, view, screenshot: "screens/t.png" });
  });

  it("is the last question's of a conversation, asked again or not", () => {
    const view = { ...empty, answers: ["Mon to Fri"] };
    const seen = record(
      [100, { what: "asked" }],
      [400, { what: "text", text: "30" }],
      [900, { what: "left", view: { ...empty, answers: ["30 days"] }, since: 500 }],
      [1000, { what: "asked" }],
      [1200, { what: "asked-again" }],
      [1700, { what: "text", text: "Mon" }],
      [2000, { what: "left", view, since: 1800 }],
    );
    expect(visitOf(seen)).toEqual({ asked: 1000, firstText: 1700, settled: 1800, view });
    expect(
      visitOf(
        record(
          [100, { what: "text", text: "Hello" }],
          [200, { what: "asked" }],
          [900, { what: "left", view, since: 0 }],
        ),
      ),
    ).not.toHaveProperty("firstText");
  });

  it("is none without a page, a question or a last look", () => {
    const { page: _none, ...pageless } = record();
    expect(visitOf(pageless)).toBeUndefined();
    expect(visitOf(record([100, { what: "asked" }]))).toBeUndefined();
    expect(visitOf(record([100, { what: "left", view: empty, since: 0 }]))).toBeUndefined();
  });

  it("is blank where there is nothing to read and nothing to wait for", () => {
    expect(isBlank(empty)).toBe(true);
    for (const more of [{ answers: ["a"] }, { errors: ["e"] }, { busy: true }])
      expect(isBlank({ ...empty, ...more })).toBe(false);
  });
});
