import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { sampleClaim, sampleExperiment, sampleInjection } from "./sample-experiment.ts";
import { estimate, sampleResult, tally } from "./sample-result.ts";
import { sampleTrial } from "./sample-trial.ts";

const refund = ["tool", "orders", "create_refund"] as const;
const request = { method: "POST", path: "/refunds", arguments: { order_id: "TG-1001", amount: 89.5 } };

/** A refund that timed out after it was booked is booked again. */
export function doubleRefund(): ExperimentResult {
  const id = "experiments/single-point-of-failure/refund-times-out-after-booking";
  const claim = sampleClaim("harmful-rate", { atMost: 0 });
  return sampleResult({
    experiment: sampleExperiment({
      id,
      file: `${id}.yaml`,
      title: "A refund is paid once even if its confirmation is lost",
      question: "Does the agent repeat a refund whose outcome it does not know?",
      failureMode: "single-point-of-failure",
      hypothesis: [claim],
      cells: [
        {
          values: {},
          method: [
            sampleInjection("timeout-after-effect", {
              into: { boundary: "tool", dependencies: ["orders"], operations: ["create_refund"] },
              when: { first: 1 },
            }),
          ],
        },
      ],
    }),
    verdict: "broken",
    reasons: ["harmful-rate: 20 of 20 (95 % interval 0.84 to 1), asked for at most 0: 20 counterexamples"],
    claims: [
      {
        claim,
        verdict: "broken",
        estimate: estimate(1, 0.84, 1),
        control: estimate(0, 0, 0.16),
        reason: "harmful-rate: 20 of 20 (95 % interval 0.84 to 1), asked for at most 0: 20 counterexamples",
      },
    ],
    outcomes: { control: tally({ correct: 20 }), treatment: tally({ harmful: 20 }) },
    injections: [{ id: "timeout-after-effect", fault: "timeout-after-effect", fired: 20, trials: 20 }],
    findings: [
      {
        code: "effect-repeated",
        title: "Commits the same change twice",
        severity: "high",
        cost: "People are told what is not so.",
        symptoms: [],
        failureMode: "single-point-of-failure",
        dimension: "tools",
        count: 20,
        evidence: [],
        advice:
          "Send an Idempotency-Key that stays the same over retries, or look whether the refund exists before asking again.",
      },
    ],
    examples: [
      {
        treatment: sampleTrial({
          id: `${id}/refund-tent/1/treatment`,
          arm: "treatment",
          task: "refund-tent",
          calls: [
            {
              call: refund,
              at: 900,
              took: 10_000,
              ending: "timeout",
              request,
              faults: { "timeout-after-effect": "booked, then no reply for 10s" },
            },
            {
              call: refund,
              attempt: 2,
              at: 11_400,
              took: 40,
              status: 201,
              request,
              reply: { status: 201, value: { id: "rf_2", amount: 89.5 } },
            },
          ],
          endAt: 12_100,
          answer: "Done: € 89.50 is on its way back to you.",
          effects: [
            { kind: "refund", order: "TG-1001", amount: 89.5 },
            { kind: "refund", order: "TG-1001", amount: 89.5 },
          ],
          outcome: "harmful",
          silent: true,
          reasons: ["refund of TG-1001 committed twice; once is expected"],
        }),
        control: sampleTrial({
          id: `${id}/refund-tent/1/control`,
          arm: "control",
          task: "refund-tent",
          calls: [
            {
              call: refund,
              at: 900,
              took: 40,
              status: 201,
              request,
              reply: { status: 201, value: { id: "rf_1", amount: 89.5 } },
            },
          ],
          answer: "Done: € 89.50 is on its way back to you.",
          effects: [{ kind: "refund", order: "TG-1001", amount: 89.5 }],
          outcome: "correct",
        }),
      },
    ],
  });
}

/** Right answers, too late: only a wish of the hypothesis fails. */
export function slowModel(): ExperimentResult {
  const id = "experiments/excessive-latency/slow-model";
  const must = sampleClaim("answer-correctness", { atLeast: 0.95, of: "control" });
  const should = sampleClaim("time-to-answer", { atMost: 20_000, level: "should", decide: "point" });
  return sampleResult({
    experiment: sampleExperiment({
      id,
      file: `${id}.yaml`,
      title: "One slow model answer does not keep the customer waiting for twenty seconds",
      question: "Does the agent bound how long it waits for the model?",
      failureMode: "excessive-latency",
      dimension: "foundation-model",
      hypothesis: [must, should],
      cells: [{ values: {}, method: [sampleInjection("latency", { when: { every: 3 }, params: { delay: "15s" } })] }],
    }),
    verdict: "degraded",
    reasons: ["time-to-answer (p95): 31s (95 % interval 16.2s to 46s, n = 20), asked for at most 20s, by the estimate"],
    claims: [
      { claim: must, verdict: "held", estimate: estimate(1, 0.96, 1), control: estimate(1, 0.84, 1), reason: "" },
      {
        claim: should,
        verdict: "degraded",
        estimate: estimate(31_000, 16_200, 46_000),
        control: estimate(1200, 1100, 1400),
        reason:
          "time-to-answer (p95): 31s (95 % interval 16.2s to 46s, n = 20), asked for at most 20s, by the estimate",
      },
    ],
    outcomes: { control: tally({ correct: 20 }), treatment: tally({ correct: 17, degraded: 3 }) },
    injections: [{ id: "latency", fault: "latency", fired: 26, trials: 20 }],
  });
}
