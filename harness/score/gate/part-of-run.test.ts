import { describe, expect, it } from "vitest";
import { sampleReport, sampleResult } from "../../../reports/testing/sample-result.ts";
import type { ScoreCriterion } from "../../domain/gate.ts";
import type { Estimate, RunReport } from "../../domain/judgement.ts";
import { probes } from "../../probes/index.ts";
import { scoreCriterion } from "./score-criterion.ts";

const share = (value: number, low: number, high: number, n: number): Estimate => ({
  value,
  low,
  high,
  n,
  confidence: 0.95,
  method: "wilson",
});
const low = share(0, 0, 0.14, 24);
const run: ScoreCriterion["in"] = { kind: "run", name: "run" };
const asked = (probe: string, limits: Pick<ScoreCriterion, "atLeast" | "atMost">, scope = run): ScoreCriterion => ({
  probe,
  of: "treatment",
  in: scope,
  at: "gate.yaml:2:5",
  ...limits,
});
const correct = asked("answer-correctness", { atLeast: 0.3 });

function reported(probe: string, treatment: Estimate, more: Partial<RunReport>): RunReport {
  const result = sampleResult();
  const report = sampleReport([result]);
  const { outcomes } = result;
  const scopes = [{ ...run, experiments: [result.experiment.id], outcomes, scores: [{ probe, treatment }] }];
  return { ...report, scopes: scopes as unknown as RunReport["scopes"], ...more };
}
const decided = (criterion: ScoreCriterion, treatment: Estimate, more: Partial<RunReport>) =>
  scoreCriterion(criterion, reported(criterion.probe, treatment, more), { probes });

describe("a bound on what all experiments show together", () => {
  it("fails where all were run", () => expect(decided(correct, low, {}).standing).toBe("failed"));

  it("is undecided where the run was cut off, and says so", () => {
    const result = decided(correct, low, { ended: "cut" });
    expect(result).toMatchObject({ standing: "inconclusive", found: expect.stringContaining("the run is not whole") });
    expect(result.next).toMatch(/^Run it to its end/);
  });

  it("is not asked of the experiments that a change concerns", () => {
    const narrowed = { experiments: 1, of: 3 };
    for (const treatment of [low, share(0.5, 0.1, 0.9, 4)]) {
      const result = decided(correct, treatment, { narrowed });
      expect(result).toMatchObject({ standing: "passed", found: expect.stringContaining("1 of 3 experiments") });
      expect(result).not.toHaveProperty("next");
    }
    const absent = asked("answer-correctness", { atLeast: 0.3 }, { kind: "failure-mode", name: "shared-fate" });
    expect(decided(absent, low, { narrowed }).standing).toBe("passed");
    expect(decided(absent, low, {}).standing).toBe("inconclusive");
  });

  it("fails in any part by one counterexample where none may be", () => {
    const never = asked("silent-wrong-rate", { atMost: 0 });
    const one = share(0.04, 0, 0.2, 24);
    for (const more of [{ ended: "cut" }, { narrowed: { experiments: 1, of: 3 } }] as const)
      expect(decided(never, one, more).standing).toBe("failed");
  });
});
