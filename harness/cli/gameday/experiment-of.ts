import type { Experiment } from "../../domain/experiment.ts";
import type { GamedayTold } from "../../domain/experiment-told.ts";
import type { GamedayPlan } from "../../domain/gameday.ts";
import { liveTrial, performanceId, type Trial } from "../../domain/trial.ts";
import { boundName } from "../../gameday/index.ts";

/** The one trial of a game day. */
export const liveTrialOf = (plan: GamedayPlan): Trial => ({
  id: liveTrial,
  experiment: plan.id,
  task: plan.traffic?.tasks[0]?.id ?? liveTrial,
  bystanders: [],
  arm: "treatment",
  repeat: 1,
  cell: 0,
  pair: `${plan.id}/${liveTrial}`,
});

/** Each time that a task is performed has a name of its own, from 1. */
export const liveId = (task: string, n: number): string => performanceId(`live~${n}`, task);

/** A game day as the stateful middle and the journal know it: an experiment with all injections of the plan, and nothing claimed. */
export const experimentOf = (plan: GamedayPlan): Experiment => ({
  id: plan.id,
  file: plan.file,
  title: plan.title,
  question: plan.hypotheses.join(" ") || "What happens, and what do people make of it?",
  tags: ["gameday"],
  failureMode: "single-point-of-failure",
  dimension: "orchestration",
  target: plan.target,
  tasks: plan.traffic?.tasks ?? [],
  bystanders: [],
  hypothesis: [],
  cells: [
    {
      values: {},
      method: [...plan.phases.flatMap(({ injections }) => injections), ...plan.atHand].map(
        ({ injection }) => injection,
      ),
    },
  ],
  repeats: 1,
  seed: plan.seed,
  // Each injection has a cap of its own.
  blastRadius: { maxTrials: 1, maxFaultsPerTrial: Number.MAX_SAFE_INTEGER },
  abortWhen: [],
  deadline: plan.traffic?.deadline ?? 60_000,
});

/** The plan as the journal keeps it beside the experiment. */
export const toldOf = (plan: GamedayPlan, attended: boolean): GamedayTold => ({
  hypotheses: plan.hypotheses,
  people: plan.people,
  phases: plan.phases.map(({ name, expect }) => ({ name, ...(expect === undefined ? {} : { expect }) })),
  steadyState: plan.steadyState.map(boundName),
  abortWhen: plan.abortWhen.map(boundName),
  playbooks: plan.playbooks,
  attended,
});
