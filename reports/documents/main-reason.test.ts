import { describe, expect, it } from "vitest";
import type { ClaimResult } from "../../harness/domain/judgement.ts";
import { sampleClaim } from "../testing/sample-experiment.ts";
import { estimate, sampleReport, sampleResult, tally } from "../testing/sample-result.ts";
import { sampleTrial } from "../testing/sample-trial.ts";
import { claimSentence } from "./claim-words.ts";
import { mainReason, ownReasons, worstMoment } from "./main-reason.ts";
import { renderTerminal } from "./terminal.ts";

const claim = sampleClaim("answer-correctness", { atLeast: 0.95, of: "control" });
const broken = {
  claim,
  verdict: "broken",
  estimate: estimate(0.4, 0.22, 0.61),
  reason: "8 of 20, asked for 0.95",
} as const;

describe("main reason", () => {
  it("gives the claim's sentence where the judge repeats the claim", () => {
    const result = sampleResult({ verdict: "broken", claims: [broken], reasons: [broken.reason, "2 trials failed"] });
    expect(mainReason(result)).toBe("answer-correctness must be at least 95% of control: 40% of control [22–61%] n=20");
    expect(ownReasons(result)).toEqual(["2 trials failed"]);
  });

  it("puts the judge's own doubt before claims that it blocked", () => {
    const doubt = "the control arm is unsteady: 3 of 20 wrong";
    const blocked = { ...broken, verdict: "inconclusive", reason: `${doubt}; ${broken.reason}` } as const;
    expect(mainReason(sampleResult({ verdict: "inconclusive", claims: [blocked], reasons: [doubt] }))).toBe(doubt);
  });

  it("says what a claim without a figure lacks, and how many trials would decide an open one", () => {
    const { estimate: _, ...silent } = broken;
    expect(claimSentence({ ...silent, reason: "no value in any of 20 pairs" })).toContain(
      "no figure (no value in any of 20 pairs)",
    );
    expect(claimSentence({ ...broken, verdict: "inconclusive", needs: 12 })).toMatch(
      /n=20; 12 more trials would decide it$/,
    );
    expect(
      claimSentence({ ...broken, claim: { ...claim, probe: "time-to-answer", atMost: 2, level: "should" } }),
    ).toMatch(/^time-to-answer should be at least ×0\.95 and at most ×2 of control: ×0\.4 of control/);
  });

  it("says of a time which tasks never answered, and count as the deadline", () => {
    const slow = {
      ...broken,
      claim: sampleClaim("time-to-answer", { atMost: 20_000 }),
      estimate: estimate(60_000, 83, 60_000),
    };
    const told = (treatment: Parameters<typeof tally>[0], claim: ClaimResult = slow) =>
      mainReason(
        sampleResult({
          verdict: "broken",
          claims: [claim],
          outcomes: { control: tally({ correct: 20 }), treatment: tally(treatment) },
        }),
      );
    expect(told({ correct: 20 })).not.toContain("deadline");
    expect(told({ correct: 18, crashed: 2 }, broken)).not.toContain("deadline");
    expect(told({ correct: 18, crashed: 2 })).toMatch(/n=20 \(crashed tasks count as the deadline of 1m\)$/);
    expect(told({ crashed: 10, hung: 10 })).toContain("(crashed and hung tasks count as the deadline of 1m)");
    const measured = sampleResult({
      verdict: "broken",
      scores: [{ probe: "time-to-answer", treatment: slow.estimate }],
      outcomes: { control: tally({ correct: 20 }), treatment: tally({ hung: 20 }) },
    });
    const text = renderTerminal(sampleReport([measured]), { width: 200, colour: false });
    expect(text).toContain("· time-to-answer 1m [83ms–1m] n=20 (hung tasks count as the deadline of 1m)");
  });

  it("names the one thing that a claim is about, in per cent", () => {
    const about = sampleClaim("timeout", { atLeast: 1, params: { about: "flights" } });
    expect(claimSentence({ ...broken, claim: about, estimate: estimate(0, 0, 0.14) })).toBe(
      "timeout at flights must be at least 100%: 0% [0–14%] n=20",
    );
  });
});

describe("the worst moment", () => {
  const trial = (arm: "treatment" | "control") =>
    sampleTrial({
      id: `e/t/1/${arm}`,
      arm,
      calls: [
        { call: ["model", "llm", "chat"], at: 0, faults: { latency: "100ms slower" } },
        { call: ["tool", "orders", "get"], at: 50, status: 500, faults: { "http-error": "500" } },
        { call: ["model", "llm", "chat"], occurrence: 2, at: 90, faults: { latency: "100ms slower" } },
      ],
      outcome: "harmful",
    });
  const result = sampleResult({ examples: [{ treatment: trial("treatment"), control: trial("control") }] });

  it("blames every fault that may have done it, each once", () => {
    expect(worstMoment(result)).toEqual([
      expect.stringMatching(/^latency at model:llm\.chat\[1\]#1 and http-error at tool:orders\.get\[1\]#1 → harmful/),
    ]);
  });

  it("blames the one at which a finding has its evidence", () => {
    const evidence = [{ trial: "e/t/1/treatment", address: "tool:orders.get[1]#1", detail: "" }];
    const words = { code: "failure-hidden", title: "", cost: "", advice: "", symptoms: [], count: 1 };
    const about = { severity: "high", failureMode: "incorrect-response", dimension: "tools" } as const;
    expect(worstMoment({ ...result, findings: [{ ...words, ...about, evidence }] })).toEqual([
      expect.stringMatching(/^http-error at tool:orders/),
    ]);
  });

  it("names what failed as well where the evidence is at a call that did not", () => {
    const evidence = [{ trial: "e/t/1/treatment", address: "model:llm.chat[2]#1", detail: "" }];
    const words = { code: "claimed-without-effect", title: "", cost: "", advice: "", symptoms: [], count: 1 };
    const about = { severity: "critical", failureMode: "incorrect-response", dimension: "tools" } as const;
    expect(worstMoment({ ...result, findings: [{ ...words, ...about, evidence }] })).toEqual([
      expect.stringMatching(/^latency at model:llm\.chat\[2\]#1 and http-error at tool:orders\.get\[1\]#1 → harmful/),
    ]);
  });
});
