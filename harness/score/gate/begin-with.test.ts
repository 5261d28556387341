import { expect, it } from "vitest";
import { firstToMend } from "../../../reports/documents/next-step.ts";
import { sampleReport, sampleResult } from "../../../reports/testing/sample-result.ts";
import type { Finding } from "../../domain/judgement.ts";
import { probes } from "../../probes/index.ts";
import { decideGate } from "./decide-gate.ts";

const limits = { broken: 0, inconclusive: 0, at: {} };
const policy = { file: "gate.yaml", scores: [], findings: [], waivers: [], experiments: limits };

it("says to begin with what the report numbers first", () => {
  const finding = (code: string, count: number): Finding => ({
    ...{ code, title: code, severity: "critical", failureMode: "incorrect-response", dimension: "tools" },
    ...{ count, evidence: [], cost: "", advice: `Mend ${code}.`, symptoms: [] },
  });
  const broken = (id: string, findings: readonly Finding[]) => {
    const result = sampleResult({ findings });
    return { ...result, experiment: { ...result.experiment, id }, verdict: "broken" as const };
  };
  const report = sampleReport([
    broken("a", [finding("bare-error", 2)]),
    broken("b", [finding("duplicate-effect", 9)]),
    broken("c", [finding("duplicate-effect", 4), finding("bare-error", 1)]),
    broken("d", [finding("duplicate-effect", 3)]),
  ]);
  const first = firstToMend(report);
  expect([first?.result.experiment.id, first?.finding?.code]).toEqual(["b", "duplicate-effect"]);
  expect(decideGate(report, policy, { probes, today: "2026-11-28" }).next).toBe("Begin with b. Mend duplicate-effect.");
});
