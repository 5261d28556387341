import type { Experiment } from "../domain/experiment.ts";
import type { ExperimentResult, Judged, JudgedTrial } from "../domain/judgement.ts";
import type { InjectionCount } from "./doubts.ts";

/** How often the injections of each cell fired. */
export interface CellCount {
  /** The run has come to it. */
  seen: boolean;
  trials: number;
  readonly fired: Map<string, number>;
  /** Why an injection left a call as it was, where it was first told. */
  readonly idle: Map<string, string>;
  pairs: number;
  readonly firedPairs: Map<string, number>;
}

export const openCell = (): CellCount => ({
  seen: false,
  trials: 0,
  fired: new Map(),
  idle: new Map(),
  pairs: 0,
  firedPairs: new Map(),
});

/** A fault fired somewhere in the trial; a cell that plans none is compared as it is. */
export const isExposed = (trial: JudgedTrial, experiment: Experiment): boolean =>
  trial.primary.exposed ||
  trial.bystanders.some(({ exposed }) => exposed) ||
  experiment.cells[trial.record.trial.cell]?.method.length === 0;

export function firings({ primary, bystanders }: JudgedTrial): readonly string[] {
  const fired: string[] = [];
  addFirings(primary, fired);
  for (const one of bystanders) addFirings(one, fired);
  return fired;
}

/** Counts what fired in a treatment trial, and keeps why something did not. */
export function addFired({ fired, idle }: CellCount, trial: JudgedTrial): void {
  for (const id of firings(trial)) fired.set(id, (fired.get(id) ?? 0) + 1);
  for (const { injection, reason } of trial.record.idle ?? []) {
    const told = idle.get(injection);
    // Permuting the trials must change nothing: the first in the order of the alphabet is told.
    if (told === undefined || reason < told) idle.set(injection, reason);
  }
}

function addFirings({ record }: Judged, fired: string[]): void {
  for (const { faults } of record.calls) for (const { injection } of faults) fired.push(injection);
}

export const countInjections = (experiment: Experiment, cells: readonly CellCount[]): readonly InjectionCount[] =>
  experiment.cells.flatMap(({ method }, cell) =>
    method.map(({ id, fault }) => ({
      cell,
      id,
      fault,
      fired: cells[cell]?.fired.get(id) ?? 0,
      idle: cells[cell]?.idle.get(id),
      trials: cells[cell]?.trials ?? 0,
      pairs: cells[cell]?.pairs ?? 0,
      firedPairs: cells[cell]?.firedPairs.get(id) ?? 0,
    })),
  );

export function byName(counts: readonly InjectionCount[]): ExperimentResult["injections"] {
  const sums = new Map<string, { id: string; fault: string; fired: number; trials: number }>();
  for (const { id, fault, fired, trials } of counts) {
    const key = `${id}\u0000${fault}`;
    const sum = sums.get(key) ?? { id, fault, fired: 0, trials: 0 };
    sums.set(key, { ...sum, fired: sum.fired + fired, trials: sum.trials + trials });
  }
  return [...sums.values()];
}
