import { describe, expect, it } from "vitest";
import { sampleReport, sampleResult } from "../../../reports/testing/sample-result.ts";
import { sampleRun } from "../../../reports/testing/sample-run.ts";
import type { GatePolicy } from "../../domain/gate.ts";
import type { Estimate, RunReport } from "../../domain/judgement.ts";
import { probes } from "../../probes/index.ts";
import { decideGate } from "./decide-gate.ts";

const today = "2026-11-28";
const decide = (report: RunReport, policy: Partial<GatePolicy>, day = today) =>
  decideGate(report, { file: "gate.yaml", scores: [], findings: [], waivers: [], ...policy }, { probes, today: day });

const share = (value: number, low: number, high: number, n: number): Estimate => ({
  value,
  low,
  high,
  n,
  confidence: 0.95,
  method: "wilson",
});
const scored = (probe: string, treatment: Estimate): RunReport => {
  const result = sampleResult({ scores: [{ probe, treatment }] });
  return sampleReport([{ ...result, verdict: "held" }]);
};
const bound = (probe: string, limits: { atLeast?: number; atMost?: number }) => ({
  scores: [
    {
      probe,
      of: "treatment" as const,
      in: { kind: "experiment" as const, name: sampleResult().experiment.id },
      at: "gate.yaml:3:5",
      ...limits,
    },
  ],
});
const places = { broken: "gate.yaml:1:16", inconclusive: "gate.yaml:1:27" };
const verdicts = { experiments: { broken: 0, inconclusive: 0, at: places } };

describe("a bound on a score", () => {
  it.each([
    ["passed", share(0.95, 0.9, 0.98, 100), { atLeast: 0.9 }],
    ["inconclusive", share(0.95, 0.89, 0.98, 100), { atLeast: 0.9 }],
    ["failed", share(0.7, 0.6, 0.79, 100), { atLeast: 0.8 }],
    ["failed", share(0.3, 0.21, 0.4, 100), { atMost: 0.2 }],
    ["passed", share(1, 0.84, 1, 20), { atLeast: 1 }],
    ["inconclusive", share(1, 0.8, 1, 19), { atLeast: 1 }],
    ["failed", share(0.9, 0.7, 0.97, 20), { atLeast: 1 }],
    ["inconclusive", { ...share(1, 1, 1, 5), confidence: 0.6 }, { atLeast: 0.5 }],
  ] as const)("is %s by the whole interval", (standing, estimate, limits) => {
    expect(decide(scored("answer-correctness", estimate), bound("answer-correctness", limits)).standing).toBe(standing);
  });

  it.each([
    ["lowers", share(0.7, 0.6, 0.79, 100), { atLeast: 0.8 }],
    ["raises", share(0.3, 0.21, 0.4, 100), { atMost: 0.2 }],
  ] as const)("asks for what %s a score beyond it to be mended", (word, estimate, limits) => {
    expect(decide(scored("silent-wrong-rate", estimate), bound("silent-wrong-rate", limits)).next).toBe(
      `Mend what ${word} silent-wrong-rate; the findings say where to begin.`,
    );
  });

  it("says how many repeats would decide it", () => {
    const [criterion] = decide(
      scored("answer-correctness", share(0.95, 0.76, 0.99, 20)),
      bound("answer-correctness", { atLeast: 0.9 }),
    ).criteria;
    expect(criterion).toMatchObject({ standing: "inconclusive", at: "gate.yaml:3:5" });
    expect(criterion?.repeats).toBeGreaterThan(1);
  });

  it.each([
    [{ kind: "dependency", name: "clade" }, /has no dependency clade\. Did you mean "claude"\?/],
    [{ kind: "dependency", name: "claude" }, /Its targets have it, but no fault was put into it/],
    [{ kind: "experiment", name: `${sampleResult().experiment.id}s` }, /Did you mean "[^"]+"\?/],
    [{ kind: "dependency", name: "nothing like it" }, /has no dependency nothing like it$/],
  ] as const)("says what was meant by a name that the run does not have: %o", (scope, words) => {
    const { experiment } = sampleResult();
    const [first] = experiment.target.map.dependencies;
    if (!first) throw new Error("The sample has no dependency.");
    const target = {
      ...experiment.target,
      map: { ...experiment.target.map, dependencies: [{ ...first, name: "claude" }] },
    };
    const report = sampleReport([sampleResult({ experiment: { ...experiment, target } })], { scopes: [] });
    const scores = [
      { probe: "answer-correctness", of: "treatment" as const, in: scope, at: "gate.yaml:3:5", atLeast: 0.8 },
    ];
    const [criterion] = decide(report, { scores }).criteria;
    expect(criterion).toMatchObject({ standing: "inconclusive", at: "gate.yaml:3:5" });
    expect(criterion?.found).toMatch(words);
  });

  it("is undecided where the run has no such figure", () => {
    expect(decide(sampleReport([sampleResult({ verdict: "held" })]), bound("cost", { atMost: 1 }))).toMatchObject({
      standing: "inconclusive",
    });
  });
});

describe("what a gate never passes", () => {
  const held = sampleResult({ verdict: "held" });
  it("is passed by a run that is whole", () => {
    expect(decide(sampleReport([held]), verdicts).standing).toBe("passed");
  });
  it.each([
    ["no experiment", sampleReport([])],
    ["a shard of a run", sampleReport([held], { shard: { index: 2, of: 4 } })],
    ["one trial of a run", sampleReport([held], { only: "slow/where/1" })],
    ["a run that was cut", sampleReport([held], { ended: "cut" })],
    ["a run that failed", sampleReport([held], { ended: "failed" })],
    ["a fault that met nothing", sampleReport([{ ...held, trials: { ...held.trials, exposed: 0 } }])],
    ["trials that could not be run", sampleReport([{ ...held, trials: { ...held.trials, failed: 1 } }])],
    [
      "trials that are missing",
      sampleReport([{ ...held, trials: { ...held.trials, finished: held.trials.planned - 1 } }]),
    ],
    ["an experiment that cannot tell", sampleReport([held, { ...held, verdict: "inconclusive" }])],
  ] as const)("%s", (_, report) => {
    expect(decide(report, verdicts).standing).toBe("inconclusive");
    // Nothing else that the policy could ask for makes up for it.
    expect(decide(report, { flaky: { atMost: 9, at: "" }, ...verdicts }).standing).toBe("inconclusive");
  });
  it("what failed blocks even where others are undecided", () => {
    expect(decide(sampleRun(), verdicts).standing).toBe("failed");
  });
});

describe("findings and waivers", () => {
  const report = sampleRun();
  const [first] = report.experiments.flatMap(({ findings, experiment }) =>
    findings.map(({ code }) => ({ code, experiment: experiment.id })),
  );
  const rule = { findings: [{ atMost: 0, codes: [first?.code ?? ""], at: "gate.yaml:2:5" }] };
  const waiver = {
    code: first?.code ?? "",
    experiment: "*",
    owner: "ana",
    reason: "later",
    expires: today,
    at: "gate.yaml:4:5",
  };
  const asked = (policy: Partial<GatePolicy>, day?: string) => {
    const decision = decide(report, policy, day);
    return { criterion: decision.criteria.find(({ at }) => at === "gate.yaml:2:5"), waivers: decision.waivers };
  };

  it("count, by code and experiment, and say what to do", () => {
    expect(asked(rule).criterion).toMatchObject({
      standing: "failed",
      found: expect.stringContaining(`${first?.code} in ${first?.experiment}`),
    });
    expect(asked(rule).criterion?.next).toBeTruthy();
  });
  it("do not count while somebody answers for them, on the last day too", () => {
    const { criterion, waivers } = asked({ ...rule, waivers: [waiver] });
    expect(criterion).toMatchObject({
      standing: "passed",
      found: expect.stringMatching(/^no other in .*; \d+ waived: .* in .* \(in \d+ of \d+ pairs; by .* until \d{4}-/),
    });
    expect(waivers).toMatchObject([{ standing: "used" }]);
  });
  it("are not what to begin with while somebody answers for them", () => {
    const base = report.experiments.find(({ findings }) => findings.length > 0)?.findings[0];
    if (base === undefined) throw new Error("the sample has a finding");
    const graver = { ...base, code: "graver", severity: "critical" as const, advice: "Mend the graver one." };
    const lesser = { ...base, code: "lesser", severity: "low" as const, advice: "Mend the lesser one." };
    const two = sampleReport([sampleResult({ verdict: "broken", findings: [graver, lesser] })]);
    const next = (...codes: readonly string[]) =>
      decide(two, { ...verdicts, waivers: codes.map((code) => ({ ...waiver, code })) }).next;
    expect(next()).toMatch(/^Begin with .*Mend the graver one\.$/);
    expect(next("graver")).toMatch(/^Begin with .*Mend the lesser one\.$/);
    expect(next("graver", "lesser")).toMatch(/^All that was found in .* is waived, but its claim is broken still/);
  });
  it("count again on the day after, and that is said", () => {
    const { criterion, waivers } = asked({ ...rule, waivers: [waiver] }, "2026-11-29");
    expect(criterion?.standing).toBe("failed");
    expect(waivers).toMatchObject([{ standing: "expired", words: expect.stringContaining("counts again") }]);
  });
  it("a waiver for something else changes nothing, and is told", () => {
    const { criterion, waivers } = asked({ ...rule, waivers: [{ ...waiver, code: "never-seen" }] });
    expect(criterion?.standing).toBe("failed");
    expect(waivers).toMatchObject([{ standing: "unused", words: expect.stringContaining("Take it out.") }]);
  });
  it("a waiver for an experiment that the run does not have says so, with the nearest name, and is not taken out", () => {
    const id = first?.experiment ?? "";
    const words = (experiment: string) =>
      asked({ ...rule, waivers: [{ ...waiver, experiment }] })
        .waivers.map((one) => one.words)
        .join();
    expect(words("elsewhere/*")).toMatch(/no experiment of this run is called so\.$/);
    expect(words(id.slice(0, -1))).toContain(`no experiment of this run is called so. Did you mean "${id}"?`);
  });
});

describe("how many experiments may be what", () => {
  const [finding] = sampleRun().experiments.flatMap(({ findings }) => findings);
  if (finding === undefined) throw new Error("the sample has a finding");
  const result = sampleResult({ verdict: "broken", findings: [finding] });
  const id = result.experiment.id;
  const broken = sampleReport([result]);
  const open = sampleReport([sampleResult({ verdict: "inconclusive" })]);
  const waiver = { experiment: id, owner: "ana", reason: "later", expires: today, at: "gate.yaml:4:5" };
  const asked = (report: RunReport, limits: object, waivers: readonly string[] = []) =>
    decide(report, {
      experiments: { ...limits, at: places },
      waivers: waivers.map((code) => ({ ...waiver, code })),
    });

  it("is asked only where it is written", () => {
    expect(asked(broken, { inconclusive: 0 }).standing).toBe("passed");
    expect(asked(broken, { broken: 0 }).standing).toBe("failed");
    expect(asked(broken, { degraded: 0 }).criteria).toHaveLength(2);
  });
  it("has each criterion at the place of its own key", () => {
    const { criteria } = asked(open, { broken: 0, inconclusive: 0 });
    expect(criteria.flatMap(({ asked: what, at }) => (at === undefined ? [] : [[what, at]]))).toEqual([
      ["at most 0 undecided experiments", places.inconclusive],
      ["at most 0 broken experiments", places.broken],
    ]);
  });
  it("leaves open what an undecided experiment may yet be, unless the policy says how many may be undecided", () => {
    expect(asked(open, { broken: 0 })).toMatchObject({ standing: "inconclusive" });
    expect(asked(open, { broken: 1 })).toMatchObject({ standing: "passed" });
    expect(asked(open, { broken: 0, inconclusive: 1 })).toMatchObject({ standing: "passed" });
  });
  it("counts a broken experiment whose findings are waived, until that it is broken is waived too", () => {
    const still = asked(broken, { broken: 0 }, [finding.code]);
    expect(still).toMatchObject({ standing: "failed", next: expect.stringContaining('"code: broken"') });
    const spared = asked(broken, { broken: 0 }, ["broken"]);
    expect(spared.standing).toBe("passed");
    expect(spared.criteria.map(({ found }) => found)).toContain("none of 1; 1 waived");
    expect(spared.waivers).toMatchObject([{ standing: "used", words: expect.stringContaining(`(${id})`) }]);
  });
});
