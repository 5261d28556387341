import { expect, test } from "vitest";
import { fakeExperiment } from "../testing/fake-run.ts";
import { type Before, watchAborts } from "./abort.ts";

const experiment = fakeExperiment({ experiment: { abortWhen: [{ wallTime: 60_000 }] } });
const judge = { outcome: () => undefined };
const said = (before: Before) =>
  new Promise<string>((resolve) => {
    watchAborts(experiment, judge, resolve, before);
  });

test("wall time goes on from what was spent before, and says how much that was", async () => {
  expect(await said({ outcomes: [], wallTime: 60_001 })).toMatch(/aborted after 1m of wall time/);
  using watch = watchAborts(experiment, judge, () => undefined, { outcomes: ["wrong"], wallTime: 5000 });
  const { outcomes, wallTime } = watch.so();
  expect(outcomes).toEqual(["wrong"]);
  expect(wallTime).toBeGreaterThanOrEqual(5000);
  expect(wallTime).toBeLessThan(60_000);
});
