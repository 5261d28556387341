import { expect, it } from "vitest";
import { decideGate } from "../../harness/score/index.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { renderHtml } from "./render-html.ts";

it("tells the verdict of the gate and what to do first before how the gate came to it", () => {
  const report = sampleRun();
  const policy = { file: "gate.yaml", scores: [], findings: [], waivers: [] };
  const limits = { experiments: { broken: 0, inconclusive: 0, at: {} } };
  const gate = decideGate(report, { ...policy, ...limits }, { probes: {}, today: "2026-11-28" });
  const page = renderHtml({ ...report, gate });
  const places = ["Gate failed", "Do this first", 'id="h-gate"', "<b>a run that", "<b>at most 0 broken"];
  expect(gate.criteria.length).toBeGreaterThan(1);
  const found = places.map((text) => page.indexOf(text));
  expect(found.filter((at) => at < 0)).toEqual([]);
  expect(found.slice(0, 3)).toEqual(found.slice(0, 3).toSorted((a, b) => a - b));
  expect(Math.min(...found.slice(3))).toBeGreaterThan(found[2] ?? Number.NaN);
  // Only what a person would type stands in the letters of a terminal.
  expect(page.slice(0, page.indexOf("<main"))).not.toContain("<pre");
});
