import type { FlakeRate, HistoryChange, HistoryExperiment, HistoryRun } from "../../domain/history.ts";
import { wilson } from "../wilson.ts";

/**
 * For each experiment: how many treatment trials ended otherwise than in the run before, of the same plan and with the same seed. The
 * worst first. The run since which a change is said begins anew: that its trials end otherwise is the change, and not chance.
 */
export function flakesOf(runs: readonly HistoryRun[], changes: readonly HistoryChange[]): readonly FlakeRate[] {
  const steps = new Set(
    changes.filter(({ kind }) => kind === "experiment").map(({ where, since }) => `${where}\u0000${since}`),
  );
  const before = new Map<string, HistoryExperiment>();
  const rates = new Map<string, { changed: number; compared: number; runs: number }>();
  for (const { run, experiments, brownout } of runs) {
    for (const one of experiments) {
      const plan = [one.id, one.target, brownout, ...Object.entries(one.parts).sort().flat()].join("\u0000");
      const last = before.get(plan);
      before.set(plan, one);
      if (steps.has(`${one.id}\u0000${run}`)) continue;
      if (last === undefined || !isWhole(last) || !isWhole(one) || last.ends.length !== one.ends.length) continue;
      const rate = rates.get(one.id) ?? { changed: 0, compared: 0, runs: 0 };
      rates.set(one.id, rate);
      rate.runs += 1;
      rate.compared += one.ends.length;
      for (let index = 0; index < one.ends.length; index += 1)
        if (one.ends[index] !== last.ends[index]) rate.changed += 1;
    }
  }
  return [...rates]
    .filter(([, { compared }]) => compared > 0)
    .map(([experiment, rate]) => ({
      experiment,
      ...rate,
      value: rate.changed / rate.compared,
      ...wilson(rate.changed, rate.compared),
    }))
    .sort((a, b) => b.value - a.value || (a.experiment < b.experiment ? -1 : 1));
}

/** Otherwise it is not known which trial a letter belongs to. */
const isWhole = ({ parts, trials }: HistoryExperiment): boolean =>
  Object.keys(parts).length > 0 && trials.finished === trials.planned && trials.failed === 0;
