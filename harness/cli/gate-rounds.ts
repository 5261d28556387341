import { hash } from "node:crypto";
import type { Budget } from "../domain/budget.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { StoppingUse } from "../domain/gate.ts";
import { planTrials } from "../plan/plan-trials.ts";
import { probes } from "../probes/index.ts";
import { settledBy } from "../score/index.ts";
import { type Asked, lookAt } from "./gate.ts";
import type { Rounds } from "./run/in-rounds.ts";

export interface GateRounds extends Rounds {
  /** SHA-256 (16 hex digits) of the policy and its baseline: a bound that is changed while one looks has no error rate. */
  readonly policy: string;
  /** With as many repeats as the policy allows, the suite's budget, and the blast radius of an experiment. */
  readonly experiments: readonly Experiment[];
  /** How it went, once it is over. */
  use(): StoppingUse | undefined;
}

/** A gate that runs in rounds and stops as soon as the evidence decides. Undefined where the policy does not ask for it. */
export function gateRounds(asked: Asked, experiments: readonly Experiment[], budget?: Budget): GateRounds | undefined {
  const { stopping } = asked.policy;
  if (stopping === undefined) return undefined;
  const own = Math.max(...experiments.map(({ repeats }) => repeats));
  const sizes = experiments.map((experiment) => {
    const perRepeat = planTrials({ ...experiment, repeats: 1 }).length;
    const most = Math.max(experiment.repeats, Math.floor(experiment.blastRadius.maxTrials / perRepeat));
    const repeats = (asked: number): number => Math.min(Math.max(asked, experiment.repeats), most);
    return { experiment, perRepeat, repeats };
  });
  const trialsWith = (asked: number): number =>
    sizes.reduce((sum, { perRepeat, repeats }) => sum + perRepeat * repeats(asked), 0);
  const granted = budget?.trials ?? Number.POSITIVE_INFINITY;
  let most = stopping.repeats;
  while (most > 0 && trialsWith(most) > granted) most -= 1;
  const longer = sizes.map(({ experiment, repeats }) => ({ ...experiment, repeats: repeats(most) }));
  const pairsUpTo = (done: number): number =>
    longer.reduce((sum, one) => sum + planTrials({ ...one, repeats: Math.min(done, one.repeats) }).length / 2, 0);
  // Looks cost time, and evidence grows with its root: a quarter more each time.
  const after = (done: number): number => done + Math.max(1, Math.floor(done / 4));
  const roundsUpTo = (done: number): number => {
    let rounds = 1;
    for (let upTo = 1; upTo < done; upTo = after(upTo)) rounds += 1;
    return rounds;
  };
  let last = 0;
  let why: string | undefined;
  return {
    experiments: longer,
    policy: digestOf(asked),
    after,
    async enough(done, journal) {
      last = done;
      const { report, decision, figures } = await lookAt(journal, asked);
      why = settledBy(decision, report, asked.policy, { figures, probes, pastOwn: done >= own });
      return why;
    },
    use() {
      const everyRepeat =
        most < stopping.repeats
          ? `Every repeat that the budget grants (${budget?.at}) was run.`
          : "Every repeat was run.";
      const planned = pairsUpTo(Number.POSITIVE_INFINITY);
      if (why !== undefined) return { ...stopping, rounds: roundsUpTo(last), pairs: pairsUpTo(last), planned, why };
      const repeats = Math.max(...longer.map((one) => one.repeats));
      return { ...stopping, rounds: roundsUpTo(repeats), pairs: planned, planned, why: everyRepeat };
    },
  };
}

/** On which line something stands, and where the project lies, has no say. */
const digestOf = ({ policy, baseline }: Asked): string => {
  const json = JSON.stringify([policy, baseline], (name, value: unknown) =>
    ["at", "file", "absolute"].includes(name) ? undefined : value,
  );
  return hash("sha256", json, "hex").slice(0, 16);
};
