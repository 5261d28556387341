import type { Claim, Experiment, Injection } from "../../harness/domain/experiment.ts";
import type { Dependency } from "../../harness/domain/system-map.ts";
import type { Task } from "../../harness/domain/task.ts";

export const sampleTask = (id: string, prompt = `Please see to ${id}.`): Task => ({
  id,
  file: "fixtures/tasks/support.yaml",
  tags: [],
  prompt,
  input: {},
  expect: { facts: [], forbids: [], effects: [], claims: [] },
});

export const sampleClaim = (probe: string, more: Partial<Claim> = {}): Claim => ({
  probe,
  params: {},
  of: "absolute",
  level: "must",
  decide: "interval",
  at: "experiments/sample.yaml:10:5",
  ...more,
});

export const sampleInjection = (fault: string, more: Partial<Injection> = {}): Injection => ({
  id: fault,
  fault,
  into: { boundary: "model", dependencies: ["shop-llm"] },
  when: {},
  params: {},
  description: fault,
  at: "experiments/sample.yaml:14:5",
  ...more,
});

const model: Dependency = {
  name: "shop-llm",
  boundary: "model",
  protocol: "openai",
  url: "https://llm.example.com/v1",
  alsoAt: [],
  dimension: "foundation-model",
  options: {},
};

/** An experiment with everything resolved; what a test is about is given in `more`. */
export const sampleExperiment = (more: Partial<Experiment> = {}): Experiment => ({
  id: "experiments/sample",
  file: "experiments/sample.yaml",
  title: "A sample",
  question: "Does it hold?",
  tags: [],
  failureMode: "incorrect-response",
  dimension: "tools",
  target: {
    name: "fragile",
    file: "fixtures/agents/fragile/target.yaml",
    spec: { kind: "module", module: "/fixtures/agents/fragile/agent.ts", clock: "virtual" },
    map: { file: "fixtures/agents/fragile/target.yaml", dependencies: [model], allowHosts: [] },
    brain: { kind: "script", persona: "credulous" },
  },
  tasks: [sampleTask("refund-window")],
  bystanders: [sampleTask("track-order")],
  hypothesis: [sampleClaim("answer-correctness", { atLeast: 0.95, of: "control" })],
  cells: [{ values: {}, method: [sampleInjection("throttled")] }],
  repeats: 20,
  seed: "7",
  blastRadius: { maxTrials: 200, maxFaultsPerTrial: 50 },
  abortWhen: [],
  deadline: 60_000,
  ...more,
});
