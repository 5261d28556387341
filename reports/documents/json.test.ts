import { describe, expect, it } from "vitest";
import { hostile, hostileRun } from "../testing/hostile-run.ts";
import { sampleReport } from "../testing/sample-result.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { brownoutReport, renderJson, reportJsonSchema } from "./json.ts";

describe("JSON document", () => {
  it.each([
    ["ordinary", sampleRun()],
    ["hostile", hostileRun()],
    ["empty", sampleReport([])],
    ["cut", sampleRun({ ended: "cut" })],
  ])("follows the published schema: %s", (_, report) => {
    const parsed = JSON.parse(renderJson(report));
    expect(brownoutReport.parse(parsed)).toEqual(parsed);
  });

  it("keeps texts exactly, however hostile", () => {
    const parsed = brownoutReport.parse(JSON.parse(renderJson(hostileRun())));
    expect(parsed.experiments[0]?.title).toBe(hostile);
  });

  it("adds up", () => {
    const { totals, experiments } = brownoutReport.parse(JSON.parse(renderJson(sampleRun())));
    expect(totals.verdicts).toEqual({ held: 2, degraded: 1, inconclusive: 1, broken: 3 });
    expect(totals.trials).toEqual({ planned: 280, finished: 280, failed: 0, exposed: 120 });
    expect(experiments).toHaveLength(totals.experiments);
  });

  it("carries timelines as entries, with faults, waits and where they part from control", () => {
    const { experiments } = brownoutReport.parse(JSON.parse(renderJson(sampleRun())));
    const example = experiments.find(({ id }) => id.endsWith("model-throttled"))?.examples[0];
    expect(example?.timeline.map(({ address }) => address)).toEqual([
      "model:shop-llm.chat[1]#1",
      "model:shop-llm.chat[1]#2",
      "model:shop-llm.chat[1]#3",
    ]);
    expect(example?.timeline[1]).toMatchObject({
      result: "429",
      waitedMs: 508,
      toldToWaitMs: 2000,
      faults: [{ fault: "throttled" }],
    });
    expect(example?.partsFromControl).toEqual({
      index: 1,
      treatment: "model:shop-llm.chat[1]#2",
      control: "retrieval:policies.search[1]#1",
    });
  });

  it("refuses an estimate without trials", () => {
    const parsed = JSON.parse(renderJson(sampleRun()));
    parsed.experiments[0].scores[0].treatment.n = 0;
    expect(brownoutReport.safeParse(parsed).success).toBe(false);
  });

  it("publishes a JSON Schema of version 1", () => {
    const schema = reportJsonSchema();
    expect(schema.$schema).toContain("2020-12");
    expect(schema).toMatchObject({ type: "object", properties: { schema: { const: 1 } } });
    expect(schema.required).toEqual(expect.arrayContaining(["schema", "verdict", "experiments", "digest"]));
  });
});
