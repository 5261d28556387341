import type { Experiment } from "./experiment.ts";
import type { GamedayPlan } from "./gameday.ts";

/** What the journal keeps of a plan, for those who read of the day later. Nothing of it is in a moment, which observers see. */
export interface GamedayTold {
  readonly hypotheses: readonly string[];
  readonly people: GamedayPlan["people"];
  readonly phases: readonly { readonly name: string; readonly expect?: string }[];
  /** By the names that moments give them. */
  readonly steadyState: readonly string[];
  readonly abortWhen: readonly string[];
  readonly playbooks: Readonly<Record<string, string>>;
  readonly attended: boolean;
}

/** An experiment of the run, before any of its trials. */
export interface ExperimentTold {
  readonly type: "experiment";
  readonly experiment: Experiment;
  readonly planned?: number;
  /** Of a game day, what was planned beside its injections. */
  readonly gameday?: GamedayTold;
}
