import { describe, expect, it } from "vitest";
import { sampleReport, sampleResult } from "../../../reports/testing/sample-result.ts";
import type { GatePolicy } from "../../domain/gate.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { probes } from "../../probes/index.ts";
import { decideGate } from "./decide-gate.ts";

const decide = (report: RunReport, policy: Partial<GatePolicy>) =>
  decideGate(
    report,
    { file: "gate.yaml", scores: [], findings: [], waivers: [], ...policy },
    { probes, today: "2026-11-28" },
  );

describe("what every gate asks", () => {
  const silent = { trials: { planned: 40, finished: 40, failed: 0, exposed: 0 }, verdict: "inconclusive" as const };
  const why = 'its words are not known; say how this agent says so, under "discloses" in its target file';

  it("asks how the agent discloses where nothing that met a fault could be judged", () => {
    const decision = decide(
      sampleReport([sampleResult({ ...silent, unjudged: { trials: 20, exposed: 20, why } })]),
      {},
    );
    expect(decision.standing).toBe("inconclusive");
    expect(decision.criteria[0]?.found).toMatch(/^no trial that met a fault could be judged in /);
    expect(decision.next).toContain('under "discloses" in its target file.');
  });

  it("asks for another selector where no fault met a call in a run that went to its end", () => {
    const decision = decide(sampleReport([sampleResult(silent)]), {});
    expect(decision.criteria[0]?.found).toMatch(/^no fault met a call in /);
    expect(decision.next).toBe("Widen the selector or the trigger of its injections.");
  });
});

it("advises repeats by those that a gate in rounds ran, and not by all that it might have run", () => {
  const { experiment } = sampleResult();
  const treatment = { value: 0, low: 0, high: 0.26, n: 11, confidence: 0.95, method: "wilson" as const };
  const result = sampleResult({
    experiment: { ...experiment, repeats: 30 },
    repeatsRun: 1,
    scores: [{ probe: "silent-wrong-rate", treatment }],
  });
  const scope = { kind: "experiment" as const, name: experiment.id };
  const criterion = {
    probe: "silent-wrong-rate",
    of: "treatment" as const,
    in: scope,
    at: "gate.yaml:3:5",
    atMost: 0.1,
  };
  const decision = decide(sampleReport([result]), { scores: [criterion] });
  expect(decision.next).toBe("Give it about 3 more repeats.");
});
