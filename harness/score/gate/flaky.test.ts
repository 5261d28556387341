import { expect, test } from "vitest";
import { sampleReport, sampleResult } from "../../../reports/testing/sample-result.ts";
import type { Outcome } from "../../domain/vocabulary.ts";
import { openPairTable } from "../pair-table.ts";
import { decideGate } from "./decide-gate.ts";
import { combined, endsOf, flakyTrials } from "./flaky.ts";

const { experiment } = sampleResult();
const pair = (repeat: number): string => `${experiment.id}/task/cell2/${repeat}`;
/** What a run of so many repeats came to; a repeat without an outcome met no fault. */
function run(...outcomes: readonly (Outcome | undefined)[]) {
  const analysed = outcomes.flatMap((treatment, index) => (treatment ? [{ name: pair(index + 1), treatment }] : []));
  const table: ReturnType<typeof openPairTable> = {
    ...openPairTable(),
    order: () => [...analysed.keys()],
    name: (row) => analysed[row]?.name ?? "",
    kind: (row) => ({
      cell: 2,
      task: "task",
      faulted: [],
      treatment: analysed[row]?.treatment ?? "crashed",
      control: "correct",
    }),
  };
  return endsOf([{ experiment, table }], new Map(outcomes.map((_, index) => [pair(index + 1), experiment.id])));
}

test("a pair of a matrix is flaky in its experiment", () => {
  expect(flakyTrials([run("correct", "correct"), run("correct", "wrong")])).toEqual([
    { experiment: experiment.id, pair: pair(2), outcomes: ["correct", "wrong"] },
  ]);
});

test("a pair that met its fault only once ended otherwise, whichever run it was", () => {
  expect(flakyTrials([run("correct"), run(undefined)])).toMatchObject([{ outcomes: ["correct", "no fault met"] }]);
  expect(flakyTrials([run(undefined), run("correct")])).toMatchObject([{ outcomes: ["no fault met", "correct"] }]);
});

test("repeats to which only one run came tell nothing", () => {
  expect(flakyTrials([run("correct"), run("correct", "wrong")])).toEqual([]);
});

test("where no trial may be flaky one run is not enough to tell", () => {
  const policy = {
    file: "gate.yaml",
    scores: [],
    findings: [],
    waivers: [],
    flaky: { atMost: 0, at: "gate.yaml:1:1" },
  };
  const whole = sampleReport([sampleResult({ trials: { planned: 8, finished: 8, failed: 0, exposed: 4 } })]);
  const decision = decideGate(whole, policy, { probes: {}, today: "2026-11-28" });
  expect(decision.standing).toBe("passed");
  expect(combined([decision], [], policy.flaky)).toMatchObject({
    standing: "inconclusive",
    next: "Give the same run again: --run A --run B.",
  });
  expect(combined([decision, decision], [], policy.flaky).standing).toBe("passed");
});
