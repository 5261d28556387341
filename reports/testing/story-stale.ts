import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { sampleClaim, sampleExperiment, sampleInjection } from "./sample-experiment.ts";
import { estimate, sampleResult, tally } from "./sample-result.ts";
import { type SampleCall, sampleTrial } from "./sample-trial.ts";

import { asks, callsSearch, chat, hits, says, search } from "./sample-wire.ts";

const correctnessReason =
  "answer-correctness: 8 of 20 (95 % interval 0.22 to 0.61), asked for at least 0.95 of control";
const silenceReason =
  "silent-wrong-rate: 12 of 20 (95 % interval 0.39 to 0.78), asked for at most 0: 12 counterexamples";

/** The agent quotes a policy that is no longer in force. */
export function stalePolicies(): ExperimentResult {
  const id = "experiments/incorrect-response/stale-policies";
  const stale =
    "Yes! You have 45 days to return an unopened tent for a full refund, so you are well within the window.";
  const path = (found: unknown, answer: string, faults?: Record<string, string>): SampleCall[] => [
    { call: chat, at: 0, took: 420, status: 200, request: asks, reply: callsSearch },
    {
      call: search,
      at: 421,
      took: 35,
      status: 200,
      request: { query: "return window unopened tent", topK: 3 },
      reply: found,
      ...(faults && { faults }),
    },
    {
      call: chat,
      occurrence: 2,
      at: 458,
      took: 610,
      status: 200,
      request: { new: [{ role: "tool", text: "…" }] },
      reply: says(answer),
    },
  ];
  const correctness = sampleClaim("answer-correctness", { atLeast: 0.95, of: "control" });
  const silence = sampleClaim("silent-wrong-rate", { atMost: 0 });
  return sampleResult({
    experiment: sampleExperiment({
      id,
      file: `${id}.yaml`,
      title: "Answers stay right while the policy base serves last year's documents",
      question: "Does the agent notice that a policy is out of date, or does it quote it?",
      dimension: "knowledge-base",
      hypothesis: [correctness, silence],
      cells: [
        {
          values: {},
          method: [
            sampleInjection("stale-results", {
              into: { boundary: "retrieval", dependencies: ["policies"] },
              when: { every: 1 },
              params: { age: "400d" },
            }),
          ],
        },
      ],
    }),
    verdict: "broken",
    reasons: [correctnessReason, silenceReason],
    claims: [
      {
        claim: correctness,
        verdict: "broken",
        estimate: estimate(0.4, 0.22, 0.61),
        control: estimate(1, 0.84, 1),
        reason: correctnessReason,
      },
      {
        claim: silence,
        verdict: "broken",
        estimate: estimate(0.6, 0.39, 0.78),
        control: estimate(0, 0, 0.16),
        reason: silenceReason,
      },
    ],
    scores: [
      { probe: "answer-correctness", treatment: estimate(0.4, 0.22, 0.61), control: estimate(1, 0.84, 1) },
      { probe: "silent-wrong-rate", treatment: estimate(0.6, 0.39, 0.78), control: estimate(0, 0, 0.16) },
      { probe: "utility-retained", treatment: estimate(0.41, 0.22, 0.61) },
      { probe: "fault-isolation", treatment: estimate(1, 0.91, 1, 40) },
      { probe: "retry-amplification", treatment: estimate(1, 1, 1), control: estimate(1, 1, 1) },
      { probe: "time-to-answer", treatment: estimate(1068, 1011, 1240), control: estimate(1068, 1002, 1190) },
    ],
    outcomes: { control: tally({ correct: 20 }), treatment: tally({ correct: 8, wrong: 12 }) },
    injections: [{ id: "stale-results", fault: "stale-results", fired: 20, trials: 20 }],
    trials: { planned: 40, finished: 40, failed: 0, exposed: 20 },
    findings: [
      {
        code: "quotes-superseded-document",
        title: "Quotes documents that are no longer in force",
        severity: "high",
        cost: "People are told what is not so.",
        symptoms: [],
        failureMode: "incorrect-response",
        dimension: "knowledge-base",
        count: 12,
        evidence: [
          {
            trial: `${id}/refund-window/3/treatment`,
            address: "retrieval:policies.search[1]#1",
            detail: "2 of 2 hits dated 2024-01-15; answer says 45 days",
          },
        ],
        advice:
          "Read each hit's date or version before using it, refuse hits older than the policy's review period, and say so in the answer when only old ones came back.",
      },
    ],
    examples: [
      {
        treatment: sampleTrial({
          id: `${id}/refund-window/3/treatment`,
          arm: "treatment",
          calls: path(hits("2024-01-15"), stale, {
            "stale-results": "2 of 2 hits replaced by their versions of January 2024",
          }),
          endAt: 1070,
          answer: stale,
          outcome: "wrong",
          silent: true,
          reasons: ["says 45 days; the policy in force says 30"],
        }),
        control: sampleTrial({
          id: `${id}/refund-window/3/control`,
          arm: "control",
          calls: path(hits("2026-01-10"), "No, the window is 30 days."),
          endAt: 1070,
          answer: "I am sorry: unopened items can be returned within 30 days, and five weeks is past that.",
          outcome: "correct",
        }),
      },
    ],
  });
}
