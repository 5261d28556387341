import { expect, it } from "vitest";
import { parse } from "yaml";
import type { Injection } from "../../domain/experiment.ts";
import { fakeExperiment, inject } from "../../testing/fake-run.ts";
import { findFault } from "../registry.ts";
import { exportedExperiment } from "./export-experiment.ts";

const exported = (share: number, probability: number | undefined, injection?: Injection) => {
  const experiment = fakeExperiment({ experiment: { deadline: 5000 } });
  const text = exportedExperiment(
    {
      experiment,
      injection: injection ?? inject("hang", probability === undefined ? {} : { probability }),
      radius: { share, cap: 10, for: 1000 },
      tasks: experiment.tasks.slice(0, 1),
      judged: undefined,
      run: "r1",
      startedAt: "2026-11-28T10:00:00.000Z",
      told: [],
    },
    { file: "/x/hang.yaml", cwd: "/x" },
  );
  return parse(text);
};

it.each([
  [1, undefined, 22],
  [0.5, undefined, 44],
  [1, 0.5, 44],
  [0.5, 0.5, 88],
])("plans more repeats where fewer calls meet the fault: share %s, probability %s", (share, probability, repeats) => {
  const chance = share * (probability ?? 1);
  expect(exported(share, probability)).toMatchObject({
    repeats,
    method: [chance === 1 ? { inject: "hang" } : { inject: "hang", when: { probability: chance } }],
  });
});

it("writes every time with its unit", () => {
  const params = findFault("latency")?.params.parse({
    delay: { kind: "normal", mean: "300ms", sd: "0.5ms" },
    rampTo: "2m",
    rampOver: "90s",
  });
  const when = {
    window: { from: 0, to: 500 },
    duty: { on: 50, off: 1500 },
    ramp: { from: 0.1, to: 0.9, over: 100 },
    after: { injection: "other", within: 20 },
  };
  expect(exported(1, undefined, { ...inject("latency"), when, params })).toMatchObject({
    deadline: "5s",
    method: [
      {
        with: { delay: { kind: "normal", mean: "300ms", sd: "0.5ms" }, rampTo: "2m", rampOver: "90s" },
        when: {
          window: { from: "0ms", to: "500ms" },
          duty: { on: "50ms", off: "1500ms" },
          ramp: { from: 0.1, to: 0.9, over: "100ms" },
          after: { injection: "other", within: "20ms" },
        },
      },
    ],
  });
});
