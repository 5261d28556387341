import { describe, expect, it } from "vitest";
import { sampleReport, sampleResult } from "../../../reports/testing/sample-result.ts";
import type { Baseline, PairFigure } from "../../domain/baseline.ts";
import type { BaselineCriteria, GatePolicy } from "../../domain/gate.ts";
import type { ExperimentResult, Finding } from "../../domain/judgement.ts";
import { probes } from "../../probes/index.ts";
import { estimate } from "../estimate.ts";
import { baselineOf } from "./baseline-of.ts";
import { decideGate } from "./decide-gate.ts";
import { differenceOf } from "./mover.ts";

const id = sampleResult().experiment.id;
const task = sampleResult().experiment.tasks[0]?.id ?? "t";
const finding = (code: string, count: number, more: Partial<Finding> = {}): Finding => ({
  code,
  title: code,
  severity: "high",
  failureMode: "shared-fate",
  dimension: "tools",
  count,
  evidence: [],
  cost: "",
  advice: `mend ${code}`,
  symptoms: [],
  ...more,
});

/** A run of one experiment whose answers were right or wrong, pair by pair. */
function runOf(signs: string, findings: readonly Finding[] = [], more: Partial<ExperimentResult> = {}) {
  const values = [...signs].map(Number);
  const treatment = estimate("proportion", values, "x");
  const result = sampleResult({
    verdict: "held",
    findings,
    scores: treatment ? [{ probe: "answer-correctness", treatment }] : [],
    trials: { planned: 2 * values.length, finished: 2 * values.length, failed: 0, exposed: values.length },
    ...more,
  });
  const experiment = { ...result.experiment, repeats: values.length };
  const figures: readonly PairFigure[] = [
    {
      experiment: id,
      probe: "answer-correctness",
      pairs: values.map((value, index) => ({ of: task, repeat: index + 1, treatment: value })),
    },
  ];
  return { report: sampleReport([{ ...result, experiment }]), figures };
}
const accepted = (run: ReturnType<typeof runOf>): Baseline => baselineOf(run.report, run.figures, probes);

function against(baseline: Baseline | undefined, run: ReturnType<typeof runOf>, asked: Partial<BaselineCriteria>) {
  const policy: GatePolicy = {
    file: "gate.yaml",
    scores: [],
    findings: [],
    waivers: [],
    baseline: { file: "b.yaml", absolute: "/b.yaml", at: "gate.yaml:1:1", scores: [], ...asked },
  };
  const tools = { probes, today: "2026-11-28", figures: run.figures };
  return decideGate(run.report, policy, baseline ? { ...tools, baseline } : tools);
}
const loss = (worseBy: number, certain = true) => ({
  scores: [{ probe: "answer-correctness", worseBy, certain, in: { kind: "experiment", name: id } as const, at: "" }],
});
const lossIn = (decision: ReturnType<typeof against>) =>
  decision.criteria.find(({ asked }) => asked.includes("worse than the baseline by"));

describe("scores beside the baseline's", () => {
  const good = accepted(runOf("1".repeat(40)));
  it("are compared pair by pair, with an interval", () => {
    const criterion = lossIn(against(good, runOf(`${"1".repeat(20)}${"0".repeat(20)}`), loss(0.1)));
    expect(criterion).toMatchObject({
      standing: "failed",
      found: expect.stringMatching(/^worse by 0\.5 \(95 % interval 0\.3\d* to 0\.6\d*\), over 40 pairs/),
    });
  });
  it("of which little is lost pass only when much is ruled out, unless it is enough that none is shown", () => {
    expect(lossIn(against(good, runOf("1".repeat(40)), loss(0.1)))?.standing).toBe("passed");
    expect(lossIn(against(good, runOf("1".repeat(40)), loss(0.05)))).toMatchObject({
      standing: "inconclusive",
      repeats: expect.any(Number),
      // More repeats of this run alone would be compared with nothing.
      next: expect.stringMatching(/^The baseline has no more pairs to compare with: .*accept --file b\.yaml/),
    });
    expect(lossIn(against(accepted(runOf("1".repeat(80))), runOf("1".repeat(40)), loss(0.05)))?.next).toMatch(
      /^Give it about \d+ more repeats/,
    );
    expect(lossIn(against(good, runOf("1".repeat(40)), loss(0.05, false)))?.standing).toBe("passed");
  });
  it("of the same pairs tell more than two samples do", () => {
    const mixed = "10".repeat(30);
    const paired = lossIn(against(accepted(runOf(mixed)), runOf(mixed), loss(0.1)));
    const other = { ...sampleResult().experiment, seed: "other", repeats: 60 };
    const { report, figures } = runOf(mixed);
    const reseeded = {
      figures,
      report: sampleReport(report.experiments.map((one) => ({ ...one, experiment: other }))),
    };
    const decision = against(accepted(runOf(mixed)), reseeded, loss(0.1));
    expect(paired?.standing).toBe("passed");
    expect(lossIn(decision)).toMatchObject({
      standing: "inconclusive",
      found: expect.stringContaining("60 pairs beside 60"),
    });
    expect(decision.baseline?.apart.join()).toMatch(/seed other, not/);
  });
  it("are compared over the repeats that the baseline had, and no others", () => {
    const decision = against(accepted(runOf("1".repeat(5))), runOf("1".repeat(40)), loss(0.1));
    expect(lossIn(decision)).toMatchObject({
      standing: "inconclusive",
      found: expect.stringContaining("over 5 pairs that both runs have"),
    });
  });
  it("Newcombe's own example: 56 of 70 beside 48 of 80", () => {
    const a = estimate("proportion", [...Array(56).fill(1), ...Array(14).fill(0)], "");
    const b = estimate("proportion", [...Array(48).fill(1), ...Array(32).fill(0)], "");
    if (!a || !b) throw new Error("no estimate");
    const { value, low, high } = differenceOf(a, b);
    expect([value, low, high].map((one) => one.toFixed(4))).toEqual(["0.2000", "0.0524", "0.3339"]);
  });
});

describe("findings beside the baseline's", () => {
  const strict = { newFindings: 0, worseFindings: 0 };
  const standings = (decision: ReturnType<typeof against>) =>
    decision.findings.map(({ code, standing }) => `${code} ${standing}`);
  const signs = "1".repeat(20);

  it("are new, worse, known or fixed", () => {
    const before = accepted(runOf(signs, [finding("often", 2), finding("same", 5), finding("gone", 9)]));
    const decision = against(
      before,
      runOf(signs, [finding("often", 18), finding("same", 6), finding("fresh", 1)]),
      strict,
    );
    expect(standings(decision).sort()).toEqual(["fresh new", "gone fixed", "often worse", "same known"]);
    expect(decision.standing).toBe("failed");
    expect(decision.criteria.filter(({ standing }) => standing === "failed")).toHaveLength(2);
  });
  it("a graver one is worse; what another finding explains now is not fixed, and what it explained is not new", () => {
    const before = accepted(
      runOf(signs, [
        finding("grave", 5, { severity: "low" }),
        finding("cause", 5, { symptoms: [{ code: "effect", title: "effect", count: 5 }] }),
        finding("was-own", 5),
      ]),
    );
    const now = runOf(signs, [
      finding("grave", 5),
      finding("effect", 5),
      finding("cause", 5, { symptoms: [{ code: "was-own", title: "", count: 5 }] }),
    ]);
    expect(standings(against(before, now, strict)).sort()).toEqual(["cause known", "effect known", "grave worse"]);
  });
});

describe("a known symptom that is told by itself", () => {
  const signs = "1".repeat(20);
  const cause = finding("cause", 5, { severity: "low", symptoms: [{ code: "effect", title: "effect", count: 5 }] });
  const worse = (count: number) =>
    against(accepted(runOf(signs, [cause])), runOf(signs, [finding("effect", count)]), { worseFindings: 0 });
  it("is not worse for being graver than what explained it, but for being there more often", () => {
    expect(worse(5).standing).toBe("passed");
    expect(worse(20).standing).toBe("failed");
  });
});

describe("a baseline that asked something else", () => {
  const run = runOf("1".repeat(20), [finding("fresh", 3)]);
  const [result] = run.report.experiments;
  const changed = (more: object) => ({
    ...run,
    report: sampleReport(result ? [{ ...result, experiment: { ...result.experiment, ...more } }] : []),
  });
  it.each([
    [
      "another task",
      changed({ tasks: [{ ...result?.experiment.tasks[0], id: "other" }] }),
      /other tasks \(\+.*, -other/,
    ],
    [
      "the same task in other words",
      changed({ tasks: result?.experiment.tasks.map((one) => ({ ...one, prompt: "?" })) }),
      /read otherwise/,
    ],
    [
      "another target",
      changed({ target: { ...result?.experiment.target, name: "else" } }),
      /its target is .*, and was else/,
    ],
    ["another experiment", changed({ id: "elsewhere" }), /the baseline does not have it/],
  ])("%s is said, and never a pass", (_, before, says) => {
    const decision = against(accepted(before), run, { newFindings: 0, ...loss(0.9) });
    expect(decision.standing).toBe("inconclusive");
    expect(decision.baseline?.apart.join("\n")).toMatch(says);
    expect(decision.findings[0]?.standing).toBe("seen");
    // The file that the policy compares with, and not the usual one.
    for (const { next = "" } of decision.criteria.filter(({ standing }) => standing === "inconclusive"))
      expect(next).toMatch(/"brownout baseline accept --file b\.yaml"|more repeats/);
    expect(decision.criteria.find(({ asked }) => asked === "at most 0 new findings")).toMatchObject({
      standing: "inconclusive",
      found: "nothing could be compared",
    });
  });
  it("of some experiments leaves the count of new findings open, and one too many among the others fails", () => {
    const other = result && { ...result, experiment: { ...result.experiment, id: "elsewhere" } };
    const both = { ...run, report: sampleReport(result && other ? [result, other] : []) };
    const count = (before: typeof run, newFindings: number) =>
      against(accepted(before), both, { newFindings }).criteria.find(({ asked }) => asked.includes("new finding"));
    expect(count(run, 0)).toMatchObject({
      standing: "inconclusive",
      found: "none, but only 1 of 2 experiments could be compared",
    });
    expect(count(runOf("1".repeat(20)), 0)?.standing).toBe("failed");
  });
  it("is the same in another folder, and on other lines", () => {
    const moved = JSON.parse(
      JSON.stringify(result?.experiment)
        .replaceAll('"/', '"/elsewhere/')
        .replaceAll(/"at":"[^"]*"/g, '"at":"x:9:9"'),
    );
    expect(against(accepted(changed(moved)), run, { worseFindings: 0 }).standing).toBe("passed");
  });
  it("that is not there is no pass either", () => {
    expect(against(undefined, run, { newFindings: 99 }).standing).toBe("inconclusive");
  });
});
