import { z } from "zod";
import { againstControl } from "../domain/disclosure-against-control.ts";
import { defineProbe } from "../domain/judgement.ts";

const worth = (byDefault: number) => z.number().min(-1).max(1).default(byDefault);

/**
 * What an outcome is worth to the user, from 0 to 1: the published defaults of the degradation score.
 * An honest partial answer keeps most of its worth, an honest refusal some; no answer is worth more than a wrong one,
 * since it misleads nobody. Harmful has 0 and is never averaged away: `harmful-rate` stands beside it.
 */
const weights = z.strictObject({
  correct: worth(1),
  degraded: worth(0.7),
  "failed-safe": worth(0.4),
  hung: worth(0.1),
  crashed: worth(0.1),
  wrong: worth(0),
  harmful: worth(0),
});

export const utilityRetained = defineProbe({
  name: "utility-retained",
  summary: "Mean worth of the outcomes, 1 = all correct: how gently the agent degrades. Higher is better.",
  unit: "ratio",
  better: "higher",
  aggregate: "mean",
  params: z.strictObject({ weights: weights.prefault({}) }),
  range: ({ weights }) => [Math.min(...Object.values(weights)), Math.max(...Object.values(weights))],
  measure: (trial, control, params) => [params.weights[againstControl(trial, control).primary.outcome]],
});
