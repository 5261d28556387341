import type { GateDecision } from "../../harness/domain/gate.ts";
import type { RunReport } from "../../harness/domain/judgement.ts";
import { sampleClaim, sampleExperiment, sampleInjection } from "./sample-experiment.ts";
import { estimate, sampleReport, sampleResult, tally } from "./sample-result.ts";
import { sampleTrial } from "./sample-trial.ts";

/** Everything that a terminal, a browser, an XML parser or a code host might obey. */
export const hostile = [
  "\u001b[2J\u001b[31mred\u001b]0;title\u0007\u009b31m",
  "\u202eright to left\u2066\u200b",
  "line\r\nbreak\u2028\tand\u0000nul\ud800",
  "</details></summary><script>alert(1)</script> <img src=x onerror=alert(1)>",
  "| pipe `tick` ``` fence @octocat #1 GH-2 https://evil.example www.evil.example [link](x) **bold** ]]> &amp; \"quotes\" 'single'",
  "漢字👩‍👩‍👧🇩🇪é",
  "long".repeat(600),
].join("\n");

const hostileGate: GateDecision = {
  standing: "failed",
  policy: hostile,
  criteria: [{ asked: hostile, standing: "failed", found: hostile, next: hostile, at: hostile }],
  findings: [
    {
      code: hostile,
      title: hostile,
      severity: "high",
      experiment: hostile,
      target: hostile,
      standing: "new",
      words: hostile,
    },
  ],
  waivers: [
    {
      waiver: { code: hostile, experiment: hostile, owner: hostile, reason: hostile, expires: hostile, at: hostile },
      standing: "expired",
      words: hostile,
    },
  ],
  flaky: [{ experiment: hostile, pair: hostile, outcomes: [hostile, hostile] }],
  baseline: { file: hostile, run: hostile, apart: [hostile] },
  stopping: { repeats: 1, falseBlock: 0.05, falsePass: 0.05, rounds: 1, pairs: 1, planned: 1, why: hostile },
  next: hostile,
};

/** A run in which every text is hostile, under every verdict. */
export function hostileRun(): RunReport {
  const claim = sampleClaim(hostile, { atLeast: 0.9, of: "control" });
  const call = {
    call: ["tool", hostile, hostile] as const,
    at: 0,
    took: 5,
    status: 500,
    request: { arguments: { [hostile]: hostile } },
    reply: { status: 500, value: hostile },
    faults: { [hostile]: hostile },
  };
  const trial = (arm: "control" | "treatment") =>
    sampleTrial({
      id: `x/${hostile}/1/${arm}`,
      arm,
      task: hostile,
      calls: arm === "control" ? [] : [call, { ...call, attempt: 2, at: 30 }],
      answer: hostile,
      effects: [{ kind: hostile, [hostile]: hostile }],
      outcome: arm === "control" ? "correct" : "harmful",
      silent: true,
      reasons: [hostile],
      bystanders: [{ task: hostile, outcome: "crashed", reasons: [hostile] }],
      escaped: [hostile],
    });
  const experiment = sampleExperiment({
    id: hostile,
    file: hostile,
    title: hostile,
    question: hostile,
    seed: hostile,
    hypothesis: [claim],
    target: { ...sampleExperiment().target, name: hostile },
    cells: [
      {
        values: { [hostile]: hostile },
        method: [
          sampleInjection(hostile, {
            into: { boundary: "tool", dependencies: [hostile], operations: [hostile], where: { [hostile]: hostile } },
            params: { [hostile]: hostile },
          }),
        ],
      },
    ],
  });
  return sampleReport(
    (["held", "degraded", "inconclusive", "broken"] as const).map((verdict) =>
      sampleResult({
        experiment,
        verdict,
        reasons: [hostile],
        claims: [{ claim, verdict, estimate: estimate(0.5, 0.2, 0.8), reason: hostile, needs: 3 }],
        scores: [{ probe: hostile, treatment: estimate(0.5, 0.2, 0.8) }],
        outcomes: { control: tally({ correct: 1 }), treatment: tally({ harmful: 1 }) },
        injections: [{ id: hostile, fault: hostile, fired: 1, trials: 1 }],
        findings: [
          {
            code: hostile,
            title: hostile,
            severity: "high",
            cost: "People are told what is not so.",
            symptoms: [],
            failureMode: "shared-fate",
            dimension: "tools",
            count: 1,
            evidence: [{ trial: hostile, address: hostile, detail: hostile }],
            advice: hostile,
          },
        ],
        examples: [{ treatment: trial("treatment"), control: trial("control") }],
        escaped: [hostile],
      }),
    ),
    {
      run: hostile,
      brownout: hostile,
      command: ["brownout", "run", hostile, "--target", hostile],
      warnings: [hostile],
      digest: hostile,
      gate: hostileGate,
    },
  );
}
