import { expect, it } from "vitest";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleResult } from "../testing/sample-result.ts";
import { heldThough } from "./held-though.ts";

const none = { correct: 0, degraded: 0, "failed-safe": 0, hung: 0, crashed: 0, wrong: 0, harmful: 0 };
const result = (control: Partial<typeof none>, treatment: Partial<typeof none>, verdict: "held" | "broken" = "held") =>
  sampleResult({
    verdict,
    experiment: sampleExperiment({ title: "double charge" }),
    outcomes: { control: { ...none, ...control }, treatment: { ...none, ...treatment } },
  });

it("says which failures a verdict of held allows", () => {
  expect(heldThough(result({ correct: 24 }, { hung: 24 }))).toBe(
    "“double charge” held, though 24 of 24 hung: its claims allow that",
  );
  expect(heldThough(result({ correct: 6 }, { wrong: 2, crashed: 3, correct: 1 }))).toContain(
    "3 of 6 crashed and 2 of 6 gave wrong answers",
  );
});

it("says nothing of safe failures, of a few, of those that control has as well, and of what did not hold", () => {
  expect(heldThough(result({ correct: 24 }, { "failed-safe": 24 }))).toBeUndefined();
  expect(heldThough(result({ correct: 24 }, { hung: 2, correct: 22 }))).toBeUndefined();
  expect(heldThough(result({ wrong: 24 }, { wrong: 24 }))).toBeUndefined();
  expect(heldThough(result({ correct: 24 }, { hung: 24 }, "broken"))).toBeUndefined();
});
