import { z } from "zod";
import type { Claim, Experiment } from "../../domain/experiment.ts";
import { defineProbe, type Judged, type JudgedTrial, type Probe } from "../../domain/judgement.ts";
import type { Arm, Outcome } from "../../domain/vocabulary.ts";
import type { ScoreTools } from "../tools.ts";

/** An experiment, probes and judged trials for tests, in few words. */

export const claim = (probe: string, bound: Partial<Claim>): Claim => ({
  probe,
  params: {},
  of: "absolute",
  level: "must",
  decide: "interval",
  at: "e.yaml:1:1",
  ...bound,
});

export const experimentOf = (hypothesis: readonly Claim[], more: Partial<Experiment> = {}): Experiment => ({
  id: "e",
  file: "e.yaml",
  title: "E",
  question: "?",
  tags: [],
  failureMode: "incorrect-response",
  dimension: "tools",
  target: {
    name: "a",
    file: "a.yaml",
    spec: { kind: "module", module: "a.ts", clock: "virtual" },
    map: { file: "m", dependencies: [], allowHosts: [] },
    brain: { kind: "passthrough" },
  },
  tasks: [
    {
      id: "t",
      file: "t",
      tags: [],
      prompt: "?",
      input: {},
      expect: { facts: [], forbids: [], effects: [], claims: [] },
    },
  ],
  bystanders: [],
  hypothesis,
  cells: [
    {
      values: {},
      method: [
        {
          id: "f",
          fault: "latency",
          into: { boundary: "tool", dependencies: ["*"] },
          when: {},
          params: {},
          description: "latency",
          at: "e.yaml:2:1",
        },
      ],
    },
  ],
  repeats: 1,
  seed: "7",
  blastRadius: { maxTrials: 1000, maxFaultsPerTrial: 100 },
  abortWhen: [],
  deadline: 1000,
  ...more,
});

const judged = (outcome: Outcome, t: number, fired: boolean): Judged => ({
  record: {
    id: "p",
    task: "t",
    role: "primary",
    calls: fired
      ? [
          {
            started: {
              type: "call-started",
              trial: "x",
              performance: "p",
              t: 0,
              address: "tool:a.go[1]#1",
              boundary: "tool",
              dependency: "a",
              dimension: "tools",
              operation: "go",
              occurrence: 1,
              attempt: 1,
              fingerprint: "f",
              stream: false,
              request: {},
            },
            faults: [
              {
                type: "fault-fired",
                trial: "x",
                performance: "p",
                t: 0,
                address: "tool:a.go[1]#1",
                injection: "f",
                fault: "latency",
                note: "",
              },
            ],
          },
        ]
      : [],
    ended: {
      type: "performance-ended",
      trial: "x",
      performance: "p",
      task: "t",
      role: "primary",
      t,
      end: "answered",
      answer: "x",
      effects: [],
    },
  },
  outcome,
  reasons: [],
  silent: false,
  disclosed: false,
  exposed: fired,
});

export function trialOf(
  arm: Arm,
  repeat: number,
  outcome: Outcome = "correct",
  t = 10,
  fired = arm === "treatment",
  cell = 0,
): JudgedTrial {
  const primary = judged(outcome, t, fired);
  const pair = `e/t/${cell}/${String(repeat).padStart(6, "0")}`;
  return {
    record: {
      trial: { id: `${pair}/${arm}`, experiment: "e", task: "t", bystanders: [], arm, repeat, cell, pair },
      performances: [primary.record],
      escaped: [],
      digest: `d${repeat}${arm}${outcome}`,
    },
    primary,
    bystanders: [],
  };
}

export const pairOf = (repeat: number, outcome: Outcome = "correct", t = 10): readonly JudgedTrial[] => [
  trialOf("control", repeat),
  trialOf("treatment", repeat, outcome, t),
];

const params = z.strictObject({});
const probe = (
  about: Pick<Probe, "name" | "unit" | "better" | "aggregate">,
  measure: (trial: JudgedTrial) => readonly number[] | undefined,
): Probe => defineProbe({ summary: "A figure.", params, ...about, measure });

export const probes: Readonly<Record<string, Probe>> = {
  "answer-correctness": probe(
    { name: "answer-correctness", unit: "share", better: "higher", aggregate: "proportion" },
    ({ primary }) => [primary.outcome === "correct" ? 1 : 0],
  ),
  "harmful-rate": probe(
    { name: "harmful-rate", unit: "share", better: "lower", aggregate: "proportion" },
    ({ primary }) => [primary.outcome === "harmful" ? 1 : 0],
  ),
  "time-to-answer": probe({ name: "time-to-answer", unit: "ms", better: "lower", aggregate: "p95" }, ({ primary }) => [
    primary.record.ended?.t ?? 0,
  ]),
  "mean-time": probe({ name: "mean-time", unit: "ms", better: "lower", aggregate: "mean" }, ({ primary }) => [
    primary.record.ended?.t ?? 0,
  ]),
  "max-time": probe({ name: "max-time", unit: "ms", better: "lower", aggregate: "max" }, ({ primary }) => [
    primary.record.ended?.t ?? 0,
  ]),
  "spent-when-right": probe(
    { name: "spent-when-right", unit: "count", better: "lower", aggregate: "mean" },
    ({ primary }) => (primary.outcome === "correct" ? [1] : undefined),
  ),
  mute: probe({ name: "mute", unit: "share", better: "higher", aggregate: "proportion" }, () => undefined),
  throwing: probe({ name: "throwing", unit: "share", better: "higher", aggregate: "proportion" }, () => {
    throw new Error("division by cucumber");
  }),
};

export const tools: Pick<ScoreTools, "probes" | "evidence" | "findings"> = {
  probes,
  evidence: [],
  findings: () => ({ see: () => [], finish: () => [] }),
};
