import { describe, expect, it } from "vitest";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleReport, sampleResult } from "../testing/sample-result.ts";
import { documents } from "./index.ts";
import { renderJson } from "./json.ts";
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

describe("the route that is said", () => {
  const served = sampleExperiment({
    id: "served",
    target: {
      ...target,
      file: "agents/served.yaml",
      spec: { ...target.spec, kind: "command" } as unknown as typeof target.spec,
    },
  });
  it("names the agents that a gateway stood before although others ran in this process", () => {
    const report = sampleReport([sampleResult(), sampleResult({ experiment: served })]);
    expect(settingWords(report).at(-1)).toBe("in process; through the gateway for 1 agent");
    expect(documents.html.render(report, { width: 100, colour: false })).toContain("through the gateway for 1 agent");
    expect(JSON.parse(renderJson(report))).toMatchObject({
      route: "in-process",
      experiments: [{ target: { route: "in-process" } }, { target: { route: "gateway" } }],
    });
  });
  it("is the one of all where there is one", () => {
    expect(settingWords(sampleReport([sampleResult({ experiment: served })])).at(-1)).toBe("through the gateway");
    expect(settingWords(sampleReport([sampleResult()])).at(-1)).toBe("in process");
    expect(settingWords(sampleReport([sampleResult()], { route: "gateway" })).at(-1)).toBe("through the gateway");
  });
});
