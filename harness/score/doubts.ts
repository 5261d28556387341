import type { Experiment } from "../domain/experiment.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { times } from "./words.ts";

export type OutcomeCounts = Record<Outcome, number>;

/** Share of the control trials that must be correct before a treatment can be compared with them. */
const steadyShare = 0.9;
/** Share of trials that may fail to run before the rest says too little. */
const tolerableFailures = 0.1;

export interface InjectionCount {
  readonly cell: number;
  readonly id: string;
  readonly fault: string;
  readonly fired: number;
  /** Finished treatment trials of the cell. */
  readonly trials: number;
}

export interface Tally {
  readonly experiment: Experiment;
  readonly pairs: number;
  readonly exposedPairs: number;
  readonly control: OutcomeCounts;
  readonly injections: readonly InjectionCount[];
  readonly planned: number;
  readonly finished: number;
  readonly failed: number;
  readonly failures: readonly string[];
  readonly aborted?: string;
}

/** Reasons why nothing can be concluded, whatever the claims came to (law 1). */
export function blockingDoubts(tally: Tally): readonly string[] {
  const doubts: string[] = [];
  if (tally.pairs === 0) {
    const why = tally.failures[0] === undefined ? "" : `: ${tally.failures[0]}`;
    doubts.push(`No pair of a control and a treatment trial was finished${why}`);
  }
  const total = Object.values(tally.control).reduce((sum, count) => sum + count, 0);
  const bad = (["harmful", "crashed", "hung"] as const).filter((outcome) => tally.control[outcome] > 0);
  if (bad.length > 0) {
    doubts.push(
      `The control arm is unsteady: ${bad.map((outcome) => `${tally.control[outcome]} of ${times(total, "trial")} without any fault ended ${outcome}`).join(", ")}`,
    );
  } else if (total > 0 && tally.control.correct < steadyShare * total) {
    doubts.push(
      `The control arm is unsteady: only ${tally.control.correct} of ${times(total, "trial")} without any fault were correct`,
    );
  }
  for (const { id, fault, cell, fired, trials } of tally.injections) {
    if (trials > 0 && fired === 0) {
      doubts.push(
        `The injection "${id}" (${fault}${cellWords(tally.experiment, cell)}) never fired in ${times(trials, "treatment trial")}`,
      );
    }
  }
  if (tally.pairs > 0 && tally.exposedPairs === 0 && doubts.length === 0)
    doubts.push("No fault fired in any finished pair");
  return doubts;
}

/** Reasons why a good result is not a pass; a broken claim stays broken. */
export function weakeningDoubts(tally: Tally): readonly string[] {
  const doubts: string[] = [];
  const first = tally.failures[0];
  if (tally.aborted !== undefined) doubts.push(`The experiment was stopped: ${tally.aborted}`);
  if (tally.finished + tally.failed < tally.planned)
    doubts.push(`Only ${tally.finished} of ${tally.planned} planned trials were finished`);
  if (tally.failed > 0 && tally.failed >= tolerableFailures * tally.planned) {
    doubts.push(`${times(tally.failed, "trial")} could not be run${first === undefined ? "" : `: ${first}`}`);
  }
  if (tally.experiment.hypothesis.length === 0) doubts.push("The experiment claims nothing");
  return doubts;
}

function cellWords(experiment: Experiment, cell: number): string {
  if (experiment.cells.length < 2) return "";
  const values = Object.entries(experiment.cells[cell]?.values ?? {}).map(
    ([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return values.length === 0 ? `, cell ${cell}` : `, ${values.join(", ")}`;
}
