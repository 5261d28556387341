import { expect, test } from "vitest";
import type { JudgedTrial } from "../domain/judgement.ts";
import { scoreExperiment } from "./score-experiment.ts";
import { claim, experimentOf, pairOf, tools, trialOf } from "./testing/trials.ts";

const startUp = "the agent took 14.2s of its deadline of 20s before its first call; lower --concurrency";
const slow = (trial: JudgedTrial, more: object = {}): JudgedTrial => ({
  ...trial,
  primary: { ...trial.primary, startUp, ...more },
});
const held = claim("harmful-rate", { atMost: 0.5 });
const never = claim("answer-correctness", { atLeast: 0.99, decide: "point" });
const twenty = Array.from({ length: 20 }, (_, index) => pairOf(index, "correct")).flat();

test("a hang that its start-up may explain counts for no claim, and the doubt says why", async () => {
  const starved = [trialOf("control", 20), slow(trialOf("treatment", 20, "hung"), { undecided: startUp })];
  const { reasons, outcomes, claims, ...result } = await scoreExperiment(
    experimentOf([held, never]),
    [...twenty, ...starved],
    tools,
  );
  expect(outcomes.treatment.hung).toBe(0);
  expect(claims.map(({ verdict }) => verdict)).toEqual(["held", "held"]);
  expect(reasons).toContain(`1 trial could not be judged: ${startUp}`);
  expect(result).toMatchObject({ verdict: "inconclusive", startUp });
  const { claims: counted } = await scoreExperiment(
    experimentOf([never]),
    [...twenty, trialOf("control", 20), trialOf("treatment", 20, "hung")],
    tools,
  );
  expect(counted[0]?.verdict).toBe("broken");
});

test("a control arm that hangs is unsteady, and what may be behind it is said", async () => {
  const { reasons } = await scoreExperiment(
    experimentOf([held]),
    [...twenty, slow(trialOf("control", 20, "hung")), trialOf("treatment", 20, "hung")],
    tools,
  );
  expect(reasons[0]).toBe(`The control arm is unsteady: 1 of 21 trials without any fault ended hung; ${startUp}`);
});
