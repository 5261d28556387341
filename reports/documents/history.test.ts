import { expect, it } from "vitest";
import type { HistoryReport, HistoryRun } from "../../harness/domain/history.ts";
import { historyReport } from "../../harness/score/index.ts";
import { renderHistory } from "./history.ts";

const score = { probe: "answer-correctness", value: 1, low: 0.8, high: 1, n: 20, counted: true };
const night = (run: string, dependencies: readonly string[]): HistoryRun => ({
  run,
  at: `2026-11-0${run}T02:00:00.000Z`,
  brownout: "0.1.0",
  route: "in-process",
  digest: run,
  command: ["brownout", "run"],
  ended: "finished",
  verdict: "held",
  experiments: [],
  scopes: dependencies.map((name) => ({ kind: "dependency", name, experiments: [`down/${name}`], scores: [score] })),
});
const report = (runs: readonly HistoryRun[]): HistoryReport => historyReport(runs, { falseAlarms: 0.01, codes: 30 });
const text = (runs: readonly HistoryRun[]): string =>
  renderHistory(report(runs), { width: 120, colour: false, runs: 5, inFull: false });

it("shows as the latest only what the latest run has a figure of, and names the rest", () => {
  const shown = text([night("1", ["docs"]), night("2", ["core"]), night("3", ["core"])]);
  expect(shown).toMatch(/^core +answer-correctness/m);
  expect(shown).not.toMatch(/^docs +answer-correctness/m);
  expect(shown).toContain("Without a figure in the latest run, and left out: docs (");
});

it("says how many lines do not fit", () => {
  const names = Array.from({ length: 30 }, (_, index) => `d${index}`);
  expect(text([night("1", names)])).toContain("… and 6 more: brownout history --format json");
});
