import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { sampleClaim, sampleExperiment, sampleInjection } from "./sample-experiment.ts";
import { estimate, sampleResult, tally } from "./sample-result.ts";
import { type SampleCall, sampleTrial } from "./sample-trial.ts";

import { asks, callsSearch, chat, hits, search } from "./sample-wire.ts";

/** Retries ignore Retry-After and the agent crashes when they run out. */
export function throttledModel(): ExperimentResult {
  const id = "experiments/insufficient-capacity/model-throttled";
  const throttled = (attempt: number, at: number): SampleCall => ({
    call: chat,
    attempt,
    at,
    took: 12,
    status: 429,
    retryAfterMs: 2000,
    request: asks,
    faults: { throttled: "429 rate_limit_exceeded, Retry-After 2s" },
  });
  const claim = sampleClaim("answer-correctness", { atLeast: 0.9, of: "control" });
  return sampleResult({
    experiment: sampleExperiment({
      id,
      file: `${id}.yaml`,
      title: "The desk rides out ten seconds of model throttling",
      question: "Does the agent wait as long as it is told to, or does it hammer the model and give up?",
      failureMode: "insufficient-capacity",
      dimension: "foundation-model",
      hypothesis: [claim],
      cells: [
        {
          values: {},
          method: [
            sampleInjection("throttled", { when: { window: { from: 0, to: 10_000 } }, params: { retryAfter: "2s" } }),
          ],
        },
      ],
    }),
    verdict: "broken",
    reasons: ["answer-correctness: 0 of 20 (95 % interval 0 to 0.16), asked for at least 0.9 of control"],
    claims: [
      {
        claim,
        verdict: "broken",
        estimate: estimate(0, 0, 0.16),
        control: estimate(1, 0.84, 1),
        reason: "answer-correctness: 0 of 20 (95 % interval 0 to 0.16), asked for at least 0.9 of control",
      },
    ],
    scores: [
      { probe: "answer-correctness", treatment: estimate(0, 0, 0.16), control: estimate(1, 0.84, 1) },
      { probe: "silent-wrong-rate", treatment: estimate(0, 0, 0.16) },
      { probe: "utility-retained", treatment: estimate(0, 0, 0.16) },
      { probe: "fault-isolation", treatment: estimate(0.05, 0.01, 0.17, 40) },
      { probe: "retry-amplification", treatment: estimate(3, 3, 3), control: estimate(1, 1, 1) },
    ],
    outcomes: { control: tally({ correct: 20 }), treatment: tally({ crashed: 19, hung: 1 }) },
    injections: [{ id: "throttled", fault: "throttled", fired: 60, trials: 20 }],
    trials: { planned: 40, finished: 40, failed: 0, exposed: 20 },
    findings: [
      {
        code: "retry-after-ignored",
        title: "Retries sooner than the provider asked for",
        severity: "high",
        cost: "People are told what is not so.",
        symptoms: [],
        failureMode: "insufficient-capacity",
        dimension: "foundation-model",
        count: 20,
        evidence: [
          {
            trial: `${id}/refund-window/1/treatment`,
            address: "model:shop-llm.chat[1]#2",
            detail: "came back after 0.5s; told to wait 2s",
          },
        ],
        advice: "Honour Retry-After before your own backoff, and cap the attempts by a deadline for the whole task.",
      },
    ],
    examples: [
      {
        treatment: sampleTrial({
          id: `${id}/refund-window/1/treatment`,
          arm: "treatment",
          calls: [throttled(1, 0), throttled(2, 520), throttled(3, 1540)],
          end: "crashed",
          endAt: 1553,
          error: "RateLimitError: 429 Rate limit reached for gpt-4.1\n    at APIError.generate (core/error.ts:63)",
          outcome: "crashed",
          reasons: ["RateLimitError left the agent"],
          bystanders: [
            { task: "track-order", outcome: "crashed", reasons: ["RateLimitError left the agent"] },
            { task: "stock-check", outcome: "correct", reasons: [] },
          ],
        }),
        control: sampleTrial({
          id: `${id}/refund-window/1/control`,
          arm: "control",
          calls: [
            { call: chat, at: 0, took: 420, status: 200, request: asks, reply: callsSearch },
            {
              call: search,
              at: 421,
              took: 35,
              status: 200,
              request: { query: "return window" },
              reply: hits("2026-01-10"),
            },
          ],
          answer: "Unopened items can be returned within 30 days.",
          outcome: "correct",
        }),
      },
    ],
  });
}
