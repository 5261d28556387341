import { join } from "node:path";
import { expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

test("resolves an experiment with its target, system map, tasks and method", async () => {
  await using at = await project(valid);
  const experiments = await loadExperiments(["experiments/stale.yaml"], registry, at);
  expect(experiments).toEqual([
    {
      id: "stale",
      file: "experiments/stale.yaml",
      title: "Answers stay right",
      question: "Does it notice?",
      tags: ["smoke"],
      failureMode: "incorrect-response",
      dimension: "knowledge-base",
      target: {
        name: "desk",
        file: "agents/target.yaml",
        spec: { kind: "module", module: join(at.cwd, "agents/agent.ts"), clock: "virtual" },
        brain: { kind: "script", persona: "credulous" },
        map: {
          file: "system-map.yaml",
          mocks: join(at.cwd, "world.ts"),
          allowHosts: [],
          dependencies: [
            {
              name: "gpt",
              boundary: "model",
              protocol: "chat",
              url: "https://api.example.com/v1",
              alsoAt: [],
              env: "OPENAI_BASE_URL",
              dimension: "foundation-model",
              options: {},
            },
            {
              name: "policies",
              boundary: "retrieval",
              protocol: "http-retrieval",
              url: "https://kb.example.com",
              alsoAt: [],
              dimension: "knowledge-base",
              corpus: join(at.cwd, "knowledge.yaml"),
              options: {},
            },
            {
              name: "orders",
              boundary: "tool",
              protocol: "http-tool",
              url: "https://orders.example.com",
              alsoAt: [],
              dimension: "tools",
              options: {},
            },
          ],
        },
      },
      tasks: [
        {
          id: "return-window",
          file: "tasks/support.yaml",
          tags: ["policy"],
          prompt: "How long may I return boots?",
          input: {},
          expect: {
            facts: [{ text: "30 days" }],
            forbids: [{ number: 45, tolerance: 0.005 }],
            effects: [],
            claims: [],
          },
          playbook: [],
        },
      ],
      bystanders: [],
      hypothesis: [
        {
          probe: "answer-correctness",
          params: {},
          atLeast: 0.95,
          of: "control",
          level: "must",
          decide: "interval",
          at: "experiments/stale.yaml:10:25",
        },
        {
          probe: "silent-wrong-rate",
          params: {},
          atMost: 0,
          of: "absolute",
          level: "must",
          decide: "interval",
          at: "experiments/stale.yaml:11:24",
        },
      ],
      cells: [
        {
          values: {},
          method: [
            {
              id: "stale-results",
              fault: "stale-results",
              into: { boundary: "retrieval", dependencies: ["policies"] },
              when: { probability: 0.5 },
              params: { age: 34_560_000_000, mode: "history" },
              description: "stale",
              at: "experiments/stale.yaml:13:13",
            },
          ],
        },
      ],
      repeats: 3,
      seed: "7",
      blastRadius: { maxTrials: 2000, maxFaultsPerTrial: 1000 },
      abortWhen: [],
      deadline: 60_000,
    },
  ]);
});

/** The experiment with one more entry at the top of its method. */
async function methodWith(entry: string, settings = "seed: 7") {
  const files = changed("experiments/stale.yaml", "  - inject: stale-results", `${entry}\n  - inject: stale-results`);
  const experiment = files["experiments/stale.yaml"]?.replace("seed: 7", settings) ?? "";
  await using at = await project({ ...files, "experiments/stale.yaml": experiment });
  return (await loadExperiments(["experiments"], registry, at))[0];
}

test("a matrix gives one method per cell; a lone placeholder keeps its type", async () => {
  const experiment = await methodWith(
    `  - { inject: latency, into: { tool: orders }, with: { delay: "\${matrix.delay}", jitter: "\${matrix.jitter}" } }`,
    "matrix: { delay: [1s, 2000], jitter: [0, 0.5] }",
  );
  expect(experiment?.cells.map(({ values, method }) => [values, method[0]?.params])).toEqual([
    [
      { delay: "1s", jitter: 0 },
      { delay: 1000, jitter: 0 },
    ],
    [
      { delay: "1s", jitter: 0.5 },
      { delay: 1000, jitter: 0.5 },
    ],
    [
      { delay: 2000, jitter: 0 },
      { delay: 2000, jitter: 0 },
    ],
    [
      { delay: 2000, jitter: 0.5 },
      { delay: 2000, jitter: 0.5 },
    ],
  ]);
});

test.each([
  ["always", {}],
  ["never", { never: true }],
  ["{ nth: 2 }", { nth: [2] }],
  ["{ nth: [1, 3], every: 2, first: 4, afterFirst: 1 }", { nth: [1, 3], every: 2, first: 4, afterFirst: 1 }],
  ["{ window: { to: 30s } }", { window: { from: 0, to: 30_000 } }],
  ["{ duty: { on: 1s, off: 250ms } }", { duty: { on: 1000, off: 250 } }],
  ["{ ramp: { over: 1m } }", { ramp: { from: 0, to: 1, over: 60_000 } }],
  ["{ where: { request.arguments.id: A1 } }", { where: { "request.arguments.id": "A1" } }],
  ["{ after: stale-results }", { after: { injection: "stale-results" } }],
  ["{ after: { injection: stale-results, within: 2s } }", { after: { injection: "stale-results", within: 2000 } }],
])("when: %s", async (written, expected) => {
  const experiment = await methodWith(
    `  - { inject: latency, into: { tool: orders }, when: ${written}, with: { delay: 1s } }`,
  );
  expect(experiment?.cells[0]?.method[0]?.when).toEqual(expected);
});

test.each([
  ["{ tool: '*' }", { boundary: "tool", dependencies: ["*"] }],
  ["{ model: [gpt], operation: chat }", { boundary: "model", dependencies: ["gpt"], operations: ["chat"] }],
  [
    "{ tool: orders, operation: [get_*, refund], where: { query.topK: 1 } }",
    { boundary: "tool", dependencies: ["orders"], operations: ["get_*", "refund"], where: { "query.topK": 1 } },
  ],
])("into: %s", async (written, expected) => {
  const experiment = await methodWith(`  - { inject: latency, into: ${written}, with: { delay: 1s } }`);
  expect(experiment?.cells[0]?.method[0]?.into).toEqual(expected);
});

test("injections without an id are named after their fault and numbered; given ids are not taken again", async () => {
  const latency = "inject: latency, into: { tool: orders }, with: { delay: 1s }";
  const experiment = await methodWith(`  - { ${latency} }\n  - { ${latency}, id: latency-2 }\n  - { ${latency} }`);
  expect(experiment?.cells[0]?.method.map(({ id }) => id)).toEqual([
    "latency",
    "latency-2",
    "latency-3",
    "stale-results",
  ]);
});

test("a claim takes durations for a probe of time, and the probe's own parameters", async () => {
  await using at = await project(
    changed(
      "experiments/stale.yaml",
      "silent-wrong-rate: { atMost: 0 }",
      "answer-time: { atMost: 2s, within: 1m, level: should, decide: point }",
    ),
  );
  const [experiment] = await loadExperiments(["experiments"], registry, at);
  expect(experiment?.hypothesis[1]).toEqual({
    probe: "answer-time",
    params: { within: 60_000 },
    atMost: 2000,
    of: "absolute",
    level: "should",
    decide: "point",
    at: "experiments/stale.yaml:11:18",
  });
});

test("conditions for stopping, deadline, blast radius and brain are read with their defaults", async () => {
  await using at = await project(
    changed(
      "experiments/stale.yaml",
      "seed: 7",
      `abortWhen:
  - { outcome: harmful, count: 3 }
  - { outcome: crashed, share: 0.5 }
  - { wallTime: 10m }
deadline: 30s
brain: { script: careful }
blastRadius: { maxTrials: 10, dependencies: [policies] }`,
    ),
  );
  const [experiment] = await loadExperiments(["experiments"], registry, at);
  expect(experiment).toMatchObject({
    abortWhen: [{ outcome: "harmful", count: 3 }, { outcome: "crashed", share: 0.5, after: 10 }, { wallTime: 600_000 }],
    deadline: 30_000,
    seed: "1",
    target: { brain: { kind: "script", persona: "careful" } },
    blastRadius: { maxTrials: 10, maxFaultsPerTrial: 1000, dependencies: ["policies"] },
  });
});
