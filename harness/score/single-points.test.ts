import { describe, expect, test } from "vitest";
import type { Experiment, Injection } from "../domain/experiment.ts";
import type { JudgedTrial } from "../domain/judgement.ts";
import type { SinglePoint } from "../domain/scores.ts";
import type { Dependency } from "../domain/system-map.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { takesAway } from "./outage.ts";
import { openScorer } from "./score-experiment.ts";
import { singlePointsOf } from "./single-points.ts";
import { claim, experimentOf, tools, trialOf } from "./testing/trials.ts";

const dependency = (name: string): Dependency => ({
  name,
  boundary: "tool",
  protocol: "http-json",
  url: `http://${name}.test`,
  alsoAt: [],
  dimension: "tools",
  options: {},
});

const injection = (more: Partial<Injection> = {}): Injection => ({
  id: "f",
  fault: "refused",
  into: { boundary: "tool", dependencies: ["a"] },
  when: {},
  params: {},
  description: "connection refused",
  at: "e.yaml:2:1",
  ...more,
});

const experiment = (id: string, method: readonly Injection[] = [injection()]): Experiment => {
  const base = experimentOf([claim("answer-correctness", { atLeast: 0.8 })], { id, cells: [{ values: {}, method }] });
  const map = { ...base.target.map, dependencies: [dependency("a"), dependency("b")] };
  return { ...base, target: { ...base.target, map } };
};

const ofTask = (trial: JudgedTrial, task: string): JudgedTrial => {
  const { record } = trial;
  const pair = record.trial.pair.replace("/t/", `/${task}/`);
  return { ...trial, record: { ...record, trial: { ...record.trial, task, pair, id: `${pair}/${record.trial.arm}` } } };
};

/** The same trial with its one call changed. */
function withCalls(
  trial: JudgedTrial,
  change: (call: JudgedTrial["primary"]["record"]["calls"][number]) => object,
): JudgedTrial {
  const calls = trial.primary.record.calls.map((call) => ({ ...call, ...change(call) }));
  return { ...trial, primary: { ...trial.primary, record: { ...trial.primary.record, calls } } };
}

interface Outcomes {
  readonly task: string;
  readonly treatment: Outcome;
  readonly control?: Outcome;
  readonly change?: Parameters<typeof withCalls>[1];
}

function points(
  runs: readonly { readonly of: Experiment; readonly pairs: readonly Outcomes[] }[],
): readonly SinglePoint[] {
  return singlePointsOf(
    runs.map(({ of, pairs }) => {
      const scorer = openScorer(of, tools);
      for (const [repeat, { task, treatment, control = "correct", change = () => ({}) }] of pairs.entries()) {
        scorer.add(ofTask(trialOf("control", repeat, control), task));
        scorer.add(withCalls(ofTask(trialOf("treatment", repeat, treatment), task), change));
      }
      return scorer.portion;
    }),
  );
}
const about = (list: readonly SinglePoint[], name: string): SinglePoint | undefined =>
  list.find((point) => point.dependency === name);

describe("single points of failure", () => {
  test("are the dependencies whose loss alone fails tasks, with how many of how many", () => {
    const list = points([
      {
        of: experiment("away"),
        pairs: [
          { task: "x", treatment: "crashed" },
          { task: "x", treatment: "failed-safe" },
          { task: "y", treatment: "correct" },
          { task: "y", treatment: "wrong" },
          { task: "z", treatment: "degraded" },
        ],
      },
    ]);
    expect(list.map((point) => point.dependency)).toEqual(["a", "b"]);
    expect(about(list, "a")).toMatchObject({
      standing: "fails-tasks",
      tasks: 3,
      failing: ["x", "y"],
      pairs: 5,
      experiments: ["away"],
      failed: { value: 0.5, n: 3, method: "wilson" },
      outcomes: { crashed: 1, "failed-safe": 1, correct: 1, wrong: 1, degraded: 1 },
    });
    expect(about(list, "a")?.reason).toMatch(
      /^with a away, 2 of 3 tasks that use it failed \(95 % interval .+, 5 pairs\)$/,
    );
    expect(about(list, "b")).toMatchObject({
      standing: "untested",
      tasks: 0,
      reason: "no experiment takes b away alone and throughout",
    });
  });
  test("say so where the tasks fail safely", () => {
    const [a] = points([{ of: experiment("away"), pairs: [{ task: "x", treatment: "failed-safe" }] }]);
    expect(a?.reason).toMatch(/^with a away, 1 of 1 task that uses it failed, always safely \(/);
  });
  test("are none where every task is still served, and the interval says how sure that is", () => {
    const [a] = points([{ of: experiment("away"), pairs: [{ task: "x", treatment: "degraded" }] }]);
    expect(a).toMatchObject({ standing: "survived", failing: [], failed: { value: 0, low: 0, n: 1 } });
    expect(a?.failed?.high).toBeGreaterThan(0.7);
  });
  test("add up over experiments that take the same dependency away", () => {
    const one = { of: experiment("one"), pairs: [{ task: "x", treatment: "correct" }] } as const;
    const two = { of: experiment("two"), pairs: [{ task: "x", treatment: "hung" }] } as const;
    const [a] = points([one, two]);
    expect(a).toMatchObject({ experiments: ["one", "two"], tasks: 1, failing: ["x"], failed: { value: 0.5 } });
    expect(points([two, one])).toEqual(points([one, two]));
  });
  test.each<[string, Partial<Injection>[], Partial<Outcomes>, RegExp]>([
    ["a fault that comes and goes", [{ when: { probability: 0.5 } }], {}, /^no experiment takes a away/],
    ["the first calls only", [{ when: { first: 2 } }], {}, /^no experiment takes a away/],
    [
      "one operation only",
      [{ into: { boundary: "tool", dependencies: ["a"], operations: ["go"] } }],
      {},
      /^no experiment/,
    ],
    ["slowness", [{ fault: "latency" }], {}, /^no experiment takes a away/],
    ["a second fault beside it", [{}, { fault: "latency" }], {}, /^an experiment takes a away, but in no pair/],
    ["a task that is wrong anyway", [{}], { control: "wrong" }, /not right even without a fault \(1 pair\)$/],
    [
      "a call that came through",
      [{}],
      { change: (call) => ({ faults: [...call.faults], ended: { ...call.started, status: 200, ending: "complete" } }) },
      /^an experiment takes a away, but in no pair was it away alone and throughout$/,
    ],
  ])("are not told from %s", (_, method, pair, reason) => {
    const [a] = points([
      { of: experiment("e", method.map(injection)), pairs: [{ task: "x", treatment: "crashed", ...pair }] },
    ]);
    expect(a?.standing).toBe("untested");
    expect(a?.reason).toMatch(reason);
  });
});

test.each<[Partial<Injection>, boolean]>([
  [{ fault: "dns-failure" }, true],
  [{ fault: "unavailable", when: { probability: 1, every: 1 } }, true],
  [{ fault: "failure", params: { kind: "region-down" } }, true],
  [{ fault: "failure", params: { kind: "invalid-request" } }, false],
  [{ fault: "http-error", params: { status: 503 } }, true],
  [{ fault: "http-error", params: { status: 404 } }, false],
  [{ fault: "html-error-page", params: { status: 200 } }, false],
  [{ fault: "context-overflow" }, false],
  [{ fault: "hang", when: { window: { from: 0, to: 1 } } }, false],
  [{ fault: "hang", when: { never: true } }, false],
])("%o takes its dependency away: %s", (more, expected) => {
  expect(takesAway(injection(more))).toBe(expected);
});
