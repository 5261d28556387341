import { describe, expect, it } from "vitest";
import { sampleExperiment, sampleInjection, sampleTask } from "../testing/sample-experiment.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { displayWidth } from "../text/width.ts";
import { askedIn, renderCoverage } from "./coverage.ts";
import { renderList } from "./list.ts";
import { renderPlan } from "./plan.ts";

const describeFault = (fault: string): string => `${fault}, described`;

describe("coverage", () => {
  it("counts each experiment in its cell, with verdicts", () => {
    const text = renderCoverage(sampleRun().experiments.map(askedIn));
    expect(text).toMatch(/^tools +· +· +· +· +2 ✓1 ✗1$/m);
    expect(text).toMatch(/^foundation-model +· +1 ✗1 +1 ~1 +1 ✓1 +·$/m);
    expect(text).toContain("7 experiments in 6 of 35 cells");
    expect(text).toContain("Nothing is asked of orchestration, infrastructure, security, observability.");
  });

  it("takes experiments as they are, and none", () => {
    expect(renderCoverage([sampleExperiment()])).toMatch(/^tools +· +· +· +1 +·$/m);
    expect(renderCoverage([])).toContain("0 experiments in 0 of 35 cells");
  });

  it("aligns its columns whether coloured or not", () => {
    const lines = renderCoverage(sampleRun().experiments.map(askedIn), { width: 100, colour: false })
      .split("\n")
      .slice(0, 9);
    expect(lines.every((line) => displayWidth(line) <= 100)).toBe(true);
  });
});

describe("plan", () => {
  const experiment = sampleExperiment({
    tasks: [sampleTask("a"), sampleTask("b"), sampleTask("c")],
    repeats: 5,
    target: {
      ...sampleExperiment().target,
      map: {
        file: "t.yaml",
        allowHosts: [],
        dependencies: (["orders", "inventory"] as const).map((name) => ({
          name,
          boundary: "tool",
          protocol: "http",
          url: `https://${name}.test`,
          alsoAt: [],
          dimension: "tools",
          options: {},
        })),
      },
    },
    cells: ["1s", "5s"].map((delay) => ({
      values: { delay },
      method: [
        sampleInjection("latency", {
          into: { boundary: "tool", dependencies: ["orders"], operations: ["get_order"] },
          when: { first: 2 },
          params: { delay },
        }),
      ],
    })),
  });

  it("says what would be injected where and when, cell by cell", () => {
    const text = renderPlan([experiment], 60, (fault, params) => `${fault} of ${JSON.stringify(params)}`);
    expect(text).toContain("Cell 2 of 2: delay 5s");
    expect(text).toContain('⚡ latency into get_order of orders, first 2 calls: latency of {"delay":"5s"}');
  });

  it("counts the trials and bounds the reach", () => {
    const text = renderPlan([experiment], 60, describeFault);
    expect(text).toContain("3 tasks × 5 repeats × 2 cells × 2 arms = 60");
    expect(text.replace(/\s+/g, " ")).toContain(
      "only orders; at most 50 faults in a trial and 200 trials; left alone: inventory",
    );
    expect(text).toContain("1 experiment, 60 trials. This was a dry run");
  });

  it("says that nothing would run", () => {
    expect(renderPlan([], 0, describeFault)).toContain("nothing would run");
  });
});

describe("list", () => {
  const rows = [
    {
      fault: "throttled",
      boundaries: "model, tool",
      "what it does": `The provider refuses ${"and refuses ".repeat(20)}`,
    },
    { fault: "latency", boundaries: "model", "what it does": "\u001b[31mSlow.\nReally." },
  ];

  it("aligns columns and wraps the last one", () => {
    const lines = renderList("faults", rows, { width: 80, colour: false }).trimEnd().split("\n");
    expect(lines.every((line) => displayWidth(line) <= 80)).toBe(true);
    const column = lines[0]?.indexOf("what it does");
    expect(lines[2]?.search(/\S/)).toBe(column);
    expect(lines.at(-1)).toBe("latency    model        Slow. Really.");
  });

  it("leaves a sentence room to be read beside a long list", () => {
    const long = [
      {
        fault: "throttled",
        boundaries: "model, embedding, retrieval, tool, memory, guardrail",
        "what it does": "Refuses, and says when to come back.",
      },
    ];
    const lines = renderList("faults", long, { width: 80, colour: false }).trimEnd().split("\n");
    expect(lines.every((line) => displayWidth(line) <= 80)).toBe(true);
    expect(lines[1]).toMatch(/^throttled .*Refuses, and says when to come back\.$/);
  });

  it("puts a sentence below its row when the names leave it no room", () => {
    const rows = [
      { experiment: "a-long-name/".repeat(5), "failure mode": "excessive-latency", question: "Is there a time limit?" },
    ];
    const lines = renderList("experiments", rows, { width: 80, colour: false }).trimEnd().split("\n");
    expect(lines.at(-1)).toBe("    Is there a time limit?");
  });

  it("says when there is nothing", () => {
    expect(renderList("experiments", [], { width: 80, colour: false })).toBe("No experiments here.\n");
  });
});
