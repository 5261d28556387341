import { expect, it } from "vitest";
import { parse } from "yaml";
import { fakeExperiment, inject } from "../../testing/fake-run.ts";
import { type Exported, exportedExperiment } from "./export-experiment.ts";

const textOf = (more: Partial<Exported>): string => {
  const experiment = fakeExperiment({});
  const given: Exported = {
    experiment,
    injection: inject("hang"),
    radius: { share: 1, cap: 10, for: 1000 },
    tasks: experiment.tasks.slice(0, 1),
    judged: undefined,
    run: "r1",
    startedAt: "2026-11-28T10:00:00.000Z",
    told: [],
    ...more,
  };
  return exportedExperiment(given, { file: "/x/hang.yaml", cwd: "/x" });
};

const exported = (share: number, probability: number | undefined) =>
  parse(
    textOf({
      injection: inject("hang", probability === undefined ? {} : { probability }),
      radius: { share, cap: 10, for: 1000 },
    }),
  );

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

it("waits for no other injection, because it holds none, and says so", () => {
  const text = textOf({ injection: inject("hang", { nth: [2], after: { injection: "slow\norders", within: 5000 } }) });
  expect(parse(text).method[0].when).toEqual({ nth: [2] });
  expect(text).toContain('# On the day it fired only within 5s after "slow orders" had; here it waits for no other.\n');
  const alone = textOf({ injection: inject("hang", { after: { injection: "slow" } }) });
  expect(parse(alone).method[0]).not.toHaveProperty("when");
  expect(alone).toContain('# On the day it fired only after "slow" had; here it waits for no other.\n');
  expect(textOf({})).not.toContain("waits for no other");
});
