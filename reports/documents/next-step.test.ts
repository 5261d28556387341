import { describe, expect, it } from "vitest";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleReport, sampleResult } from "../testing/sample-result.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { nextStep } from "./next-step.ts";

const silent = [{ id: "slow", fault: "latency", fired: 0, trials: 4 }];
const none = { correct: 0, degraded: 0, "failed-safe": 0, hung: 0, crashed: 0, wrong: 0, harmful: 0 };
const unclear = (given: Parameters<typeof sampleResult>[0]): string =>
  nextStep(
    sampleReport([
      sampleResult({
        experiment: sampleExperiment({ title: "Slow" }),
        verdict: "inconclusive",
        injections: silent,
        ...given,
      }),
    ]),
  );

describe("what to do about an experiment that shows nothing", () => {
  it("is to widen the injection that never fired", () => {
    expect(unclear({})).toMatch(/^“Slow” shows nothing yet, since slow never fired: widen/);
  });

  it("is to mend what kept every trial from running, which is also why nothing fired", () => {
    expect(unclear({ trials: { planned: 8, finished: 0, failed: 8, exposed: 0 } })).toMatch(/could not be run: mend/);
  });

  it("blames no injection of trials that do not count", () => {
    const ungraded = [{ id: "slow", fault: "latency", fired: 0, trials: 0 }];
    expect(unclear({ injections: ungraded })).toBe("“Slow” could not be decided: see its reasons above.");
  });

  it("is to mend the agent that fails without any fault", () => {
    const outcomes = { control: { ...none, crashed: 4 }, treatment: { ...none, crashed: 4 } };
    expect(unclear({ outcomes })).toMatch(/fails its tasks without any fault too: mend that first/);
  });
});

describe("what to do when every claim held", () => {
  it("is nothing, if nothing was found", () => {
    expect(nextStep(sampleReport([sampleResult({ verdict: "held", findings: [] })]))).toMatch(/^Nothing to mend/);
  });

  it("is to mend the weakness that broke no claim", () => {
    const { findings } = sampleRun().experiments.find((one) => one.findings.length > 0) ?? sampleResult();
    const held = sampleReport([sampleResult({ verdict: "held", findings })]);
    expect(findings).not.toEqual([]);
    expect(nextStep(held)).toMatch(/^Every claim held while its faults fired, and a weakness was seen that broke none/);
  });
});
