import { expect, it } from "vitest";
import { parse } from "yaml";
import { fakeExperiment, inject } from "../../testing/fake-run.ts";
import { exportedExperiment } from "./export-experiment.ts";

const exported = (share: number, probability: number | undefined) => {
  const experiment = fakeExperiment({});
  const text = exportedExperiment(
    {
      experiment,
      injection: inject("hang", probability === undefined ? {} : { probability }),
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
