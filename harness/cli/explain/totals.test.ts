import { expect, test } from "vitest";
import type { RunReport } from "../../domain/judgement.ts";
import { openPair } from "../../domain/pair.ts";
import { openScorer } from "../../score/index.ts";
import { claim, experimentOf, pairOf, tools } from "../../score/testing/trials.ts";
import { totalSubjects } from "./totals.ts";

test("what could not be graded is neither right nor wrong in the totals", () => {
  const experiment = experimentOf([claim("answer-correctness", { atLeast: 0.8 })], { repeats: 3 });
  const [control, treatment] = pairOf(0);
  const [, other] = pairOf(1);
  if (!control || !treatment || !other) throw new Error("A pair has two trials.");
  const open = { ...treatment, primary: { ...treatment.primary, undecided: "the grader was away" } };
  const scorer = openScorer(experiment, tools);
  for (const trial of [control, open, other]) scorer.add(trial);
  const report = { experiments: [scorer.finish(6)] } as unknown as RunReport;
  const outcomes = totalSubjects["outcomes"]?.("outcomes", report);
  expect(outcomes?.places.flatMap(({ sentences }) => sentences)).toEqual(["1 correct; control 1 correct; 1 undecided"]);
  const told = outcomes?.tell(openPair(open, control, experiment), () => new Map(), experiment);
  expect(told?.map(({ label, arm = "treatment" }) => `${arm} ${label}`)).toEqual([
    "treatment undecided",
    "control correct",
  ]);
  expect(told?.[0]?.marks).toEqual([{ detail: "the grader was away" }]);
});
