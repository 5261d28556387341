import type { Experiment } from "../domain/experiment.ts";
import type { LackingTool } from "../domain/judgement.ts";
import type { Arm, Outcome } from "../domain/vocabulary.ts";
import { cellWords } from "./cell-words.ts";
import type { LackingTools } from "./lacking-tools.ts";
import { times } from "./words.ts";

export type OutcomeCounts = Record<Outcome, number>;

/** Share of the trials without a fault that must be correct before a treatment can be compared with them. */
const steadyShare = 0.9;
/** Share of an arm's trials that may fail to run before the rest says too little. */
const tolerableFailures = 0.1;
/** An injection has fired often enough in so many of the analysed pairs, or in half of them. */
const enoughFirings = 20;
const outright = ["harmful", "crashed", "hung"] as const;

export interface InjectionCount {
  readonly cell: number;
  readonly id: string;
  readonly fault: string;
  readonly fired: number;
  /** Why it left a call as it was, once. */
  readonly idle: string | undefined;
  /** Finished treatment trials of the cell. */
  readonly trials: number;
  /** Analysed pairs of the cell, and those of them in which it fired. */
  readonly pairs: number;
  readonly firedPairs: number;
}

export interface Tally {
  readonly experiment: Experiment;
  readonly pairs: number;
  readonly exposedPairs: number;
  readonly control: OutcomeCounts;
  /** Pairs in which no fault fired, and those of them whose treatment trial came out worse than its control twin. */
  readonly unexposed: { readonly pairs: number; readonly worse: number; readonly severe: number };
  readonly injections: readonly InjectionCount[];
  readonly planned: number;
  readonly finished: number;
  readonly failed: Readonly<Record<Arm, number>>;
  /** Treatment trials that failed although their control twins ran. */
  readonly failedAlone: number;
  readonly failures: readonly string[];
  /** Of finished trials whose outcome is not known, why. */
  readonly undecided: readonly string[];
  /** What a claimed probe could not measure. */
  readonly unmeasured: readonly string[];
  readonly aborted?: string;
  readonly lacking: LackingTools;
  /** What was said of a start-up without any fault that used the deadline. */
  readonly startUp: string | undefined;
}

/** What the script lacked, where there is a doubt that it may explain. */
export const lackingIn = (tally: Tally): readonly LackingTool[] => tally.lacking.list(!steady(tally.control));

/** Reasons why nothing can be concluded, whatever the claims came to (law 1). */
export function blockingDoubts(tally: Tally): readonly string[] {
  const doubts: string[] = [];
  // Of what could not even begin nothing else is worth a reader's time.
  if (tally.pairs === 0 && tally.failures[0] !== undefined && sum(tally.control) === 0 && tally.undecided.length === 0)
    return [`It could not be run: ${tally.failures[0]}`];
  if (tally.pairs === 0) {
    const why = tally.failures[0] === undefined ? "" : `: ${tally.failures[0]}`;
    doubts.push(
      tally.undecided.length > 0 && tally.failures.length === 0
        ? `No pair of a control and a treatment trial has an outcome in both: ${ungraded(tally)}`
        : `No pair of a control and a treatment trial was finished${why}`,
    );
  }
  const total = sum(tally.control);
  const bad = outright.filter((outcome) => tally.control[outcome] > 0);
  if (bad.length > 0) {
    doubts.push(
      `The control arm is unsteady: ${bad.map((outcome) => `${tally.control[outcome]} of ${times(total, "trial")} without any fault ended ${outcome}`).join(", ")}${tally.startUp === undefined ? "" : `; ${tally.startUp}`}`,
    );
  } else if (!steady(tally.control)) {
    doubts.push(
      `The control arm is unsteady: only ${tally.control.correct} of ${times(total, "trial")} without any fault were correct`,
    );
  }
  const { unexposed } = tally;
  if (unexposed.severe > 0 || unexposed.worse > tolerableFailures * unexposed.pairs) {
    doubts.push(
      `Treatment trials in which no fault fired went worse than their control twins: ${unexposed.worse} of ${unexposed.pairs}; their harm would not be counted`,
    );
  }
  if (tally.pairs > 0 && tally.exposedPairs === 0 && doubts.length === 0 && unfiredDoubts(tally).length === 0)
    doubts.push("No fault fired in any finished pair");
  return doubts;
}

/** Injections that met nothing in a cell: what they would have done, nobody knows. */
export const unfiredDoubts = ({ injections, experiment }: Tally): readonly string[] =>
  injections
    .filter(({ fired, trials }) => trials > 0 && fired === 0)
    .map(({ id, fault, cell, idle, trials }) => {
      const why = idle === undefined ? "" : `: ${idle}`;
      return `The injection "${id}" (${fault}${inCell(experiment, cell)}) never fired in ${times(trials, "treatment trial")}${why}`;
    });

/** Reasons why a good result is not a pass; a broken claim stays broken. */
export function weakeningDoubts(tally: Tally): readonly string[] {
  const doubts: string[] = [];
  const why = tally.failures[0] === undefined ? "" : `: ${tally.failures[0]}`;
  const failed = tally.failed.control + tally.failed.treatment;
  if (tally.aborted !== undefined) doubts.push(`The experiment was stopped: ${tally.aborted}`);
  if (tally.finished + failed < tally.planned)
    doubts.push(`Only ${tally.finished} of ${tally.planned} planned trials were finished`);
  if (tally.failedAlone > 0) {
    doubts.push(`${times(tally.failedAlone, "treatment trial")} could not be run although the control arm could${why}`);
  } else if (Math.max(tally.failed.control, tally.failed.treatment) >= (tolerableFailures * tally.planned) / 2) {
    // Where nothing was finished that has been said with its reason.
    if (failed > 0 && tally.finished > 0) doubts.push(`${times(failed, "trial")} could not be run${why}`);
  }
  for (const { id, fault, cell, fired, pairs, firedPairs } of tally.injections) {
    if (fired > 0 && firedPairs < Math.min(enoughFirings, pairs / 2)) {
      doubts.push(
        `The injection "${id}" (${fault}${inCell(tally.experiment, cell)}) fired in only ${firedPairs} of ${times(pairs, "pair")}`,
      );
    }
  }
  // Without any pair this stands among what blocks.
  if (tally.undecided.length > 0 && (tally.pairs > 0 || tally.failures.length > 0)) doubts.push(ungraded(tally));
  doubts.push(...tally.unmeasured);
  if (tally.experiment.hypothesis.length === 0) doubts.push("The experiment claims nothing");
  return doubts;
}

const ungraded = ({ undecided }: Tally): string =>
  `${times(undecided.length, "trial")} could not be judged: ${undecided[0]}`;

const sum = (counts: OutcomeCounts): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** Nothing outright bad, and nearly all correct. */
const steady = (counts: OutcomeCounts): boolean =>
  outright.every((outcome) => counts[outcome] === 0) && counts.correct >= steadyShare * sum(counts);

function inCell(experiment: Experiment, cell: number): string {
  const words = cellWords(experiment, cell);
  return words === undefined ? "" : `, ${words}`;
}
