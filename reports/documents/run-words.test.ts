import { describe, expect, it } from "vitest";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleReport, sampleResult } from "../testing/sample-result.ts";
import { documents } from "./index.ts";
import { renderPlan } from "./plan.ts";
import { settingWords } from "./run-words.ts";

const { target } = sampleExperiment();
const withoutModel = sampleExperiment({
  target: { ...target, name: "plain", map: { ...target.map, dependencies: [] } },
});

describe("who is said to play the model", () => {
  it("is nobody for an agent that asks no model", () => {
    const report = sampleReport([sampleResult({ experiment: withoutModel })]);
    expect(settingWords(report)).toEqual(["agent plain", "in process"]);
    const style = { width: 140, colour: false };
    const texts = Object.values(documents).map(({ render }) => render(report, style));
    for (const text of [...texts, renderPlan([withoutModel], 40, String, style)]) {
      expect(text).toContain("plain");
      expect(text).not.toMatch(/model played by|name="brain"/);
    }
  });

  it("is said where one of several agents asks a model", () => {
    const report = sampleReport([sampleResult({ experiment: withoutModel }), sampleResult()]);
    expect(settingWords(report)).toEqual([
      "agent plain and fragile",
      "model played by a script, credulous",
      "in process",
    ]);
  });
});
