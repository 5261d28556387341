import { describe, expect, it } from "vitest";
import type { HistoryRun } from "../../harness/domain/history.ts";
import { simulateNights } from "../../harness/testing/simulated-nights.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { renderHtml } from "./render-html.ts";
import { trendOf } from "./trends-section.ts";

const nights = simulateNights({ name: "trend", nights: 15, experiments: 2, trials: 20, correct: () => 0.9 });
const own = nights.at(-1)?.run ?? "";
const report = { ...sampleRun(), run: own };
const other = (run: HistoryRun): HistoryRun => ({ ...run, run: `${run.run}-x`, experiments: run.experiments.slice(1) });

describe("the page against earlier runs", () => {
  it("shows the newest runs that asked the same, this one first", () => {
    const page = renderHtml(report, { history: nights });
    const [, section = ""] = /<section id="trends"(.*?)<\/section>/s.exec(page) ?? [];
    const rows = [...section.matchAll(/<tr><th scope="row">(.*?)<\/tr>/gs)].map(([, row = ""]) => row);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toContain("this run");
    expect(rows[1]).toContain(nights.at(-2)?.run);
    const share = nights.at(-1)?.scopes.find(({ kind }) => kind === "run")?.scores[0];
    expect(rows[0]).toContain(`<b>${Math.round((share?.value ?? Number.NaN) * 100)}%</b>`);
    expect(page).toContain('<a href="#trends">');
  });

  it("leaves out what asked something else, and what came after", () => {
    const mixed = [...nights.slice(0, 3).map(other), ...nights];
    expect(trendOf(report, mixed)).toMatchObject({ others: 3, runs: { length: 12 } });
    const third = nights[2]?.run ?? "";
    expect(trendOf({ ...report, run: third }, nights)?.runs.map(({ run }) => run)).toEqual(
      nights.slice(0, 3).map(({ run }) => run),
    );
  });

  it("is not there where there is nothing to hold the run against", () => {
    for (const history of [undefined, [], nights.slice(-1), nights.slice(0, -1)])
      expect(trendOf(report, history)).toBeUndefined();
    expect(renderHtml(report, { history: nights.slice(-1) })).not.toContain('id="trends"');
  });
});
