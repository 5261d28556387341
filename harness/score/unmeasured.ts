import type { Experiment } from "../domain/experiment.ts";
import type { Probe } from "../domain/judgement.ts";
import { cellWords } from "./cell-words.ts";
import type { PairValues } from "./sample.ts";

/** Share of the pairs in which a probe may give nothing though the control trial shows a value. */
const tolerable = 0.1;

/**
 * Names a probe that stays silent where there was something to measure: what never came is then left out of its figure.
 * Shares may be conditional (of the wrong answers, of the announced waits), so their silence says nothing.
 */
export function unmeasured(
  experiment: Experiment,
  probe: Probe,
  cells: ReadonlyMap<number, readonly PairValues[]>,
): readonly string[] {
  if (probe.unit === "share") return [];
  return [...cells]
    .sort(([a], [b]) => a - b)
    .flatMap(([cell, pairs]) => {
      const due = pairs.filter(({ control }) => control !== undefined && control.length > 0);
      const silent = due.filter(({ treatment }) => treatment === undefined || treatment.length === 0).length;
      if (silent <= tolerable * due.length) return [];
      const words = cellWords(experiment, cell);
      return [
        `${probe.name} gave no value in ${silent} of ${due.length} pairs whose control trial has one${words === undefined ? "" : ` (${words})`}`,
      ];
    });
}
