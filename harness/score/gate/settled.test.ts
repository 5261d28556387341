import { describe, expect, it } from "vitest";
import { sampleClaim } from "../../../reports/testing/sample-experiment.ts";
import { sampleReport, sampleResult } from "../../../reports/testing/sample-result.ts";
import type { PairFigure } from "../../domain/baseline.ts";
import type { GatePolicy } from "../../domain/gate.ts";
import type { ClaimResult } from "../../domain/judgement.ts";
import type { Verdict } from "../../domain/vocabulary.ts";
import { probes } from "../../probes/index.ts";
import { decideGate } from "./decide-gate.ts";
import { settledBy } from "./settled.ts";

const policy: GatePolicy = {
  file: "gate.yaml",
  scores: [],
  findings: [],
  waivers: [],
  experiments: { broken: 0, inconclusive: 0, at: {} },
  stopping: { repeats: 40, falseBlock: 0.05, falsePass: 0.05 },
};

/** Why a run with these values of one claimed share would stop here. */
function stop(
  verdict: Verdict,
  values: readonly number[],
  claim: Partial<ClaimResult["claim"]>,
  pastOwn = true,
  asked = policy,
) {
  const whole = { ...sampleClaim("answer-correctness", claim) };
  const base = sampleResult({ verdict, findings: [], claims: [{ claim: whole, verdict, reason: "" }] });
  const report = sampleReport([{ ...base, experiment: { ...base.experiment, hypothesis: [whole] } }]);
  const pairs = values.map((treatment, index) => ({ of: "t", repeat: index + 1, treatment, control: 1 }));
  const figures: readonly PairFigure[] = [{ experiment: base.experiment.id, probe: "answer-correctness", pairs }];
  const decision = decideGate(report, asked, { probes, today: "2026-11-28", figures });
  return settledBy(decision, report, asked, { figures, probes, pastOwn });
}
const ones = (n: number): number[] => Array<number>(n).fill(1);
const zeros = (n: number): number[] => Array<number>(n).fill(0);
const ninety = { atLeast: 0.9, of: "absolute" } as const;

describe("a gate in rounds stops", () => {
  it("to block, once a claim is broken at whatever round one looks", () => {
    expect(stop("broken", zeros(10), ninety)).toMatch(/^The evidence blocks: .* is broken/);
    expect(stop("broken", zeros(10), ninety, false)).toMatch(/^The evidence blocks/);
  });
  it("not for what a fixed interval calls broken and evidence that may be looked at does not", () => {
    expect(stop("broken", [...ones(16), ...zeros(4)], ninety)).toBeUndefined();
  });
  it("to pass, once every claim is kept at whatever round one looks and its own repeats have run", () => {
    expect(stop("held", ones(80), ninety)).toMatch(/^The evidence lets it pass/);
    expect(stop("held", ones(80), ninety, false)).toBeUndefined();
    expect(stop("held", ones(20), ninety)).toBeUndefined();
  });
  it("for claims without tolerance by their own rule, and for point estimates and medians only at the end", () => {
    expect(stop("held", ones(20), { ...ninety, atLeast: 1 })).toMatch(/lets it pass/);
    expect(stop("held", ones(80), { ...ninety, decide: "point" })).toBeUndefined();
    expect(stop("held", ones(80), { ...ninety, probe: "time-to-answer" })).toBeUndefined();
  });
  it("not while anything is undecided", () => {
    expect(stop("inconclusive", ones(80), ninety)).toBeUndefined();
  });
  it("only where the policy asks for it", () => {
    const { stopping: _, ...plain } = policy;
    expect(stop("broken", zeros(10), ninety, true, plain)).toBeUndefined();
  });
});
