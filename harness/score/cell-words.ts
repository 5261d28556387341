import type { Experiment } from "../domain/experiment.ts";

/** A cell by its values, `delay 5s, status 503`; undefined where there is only one. */
export function cellWords(experiment: Experiment, cell: number): string | undefined {
  if (experiment.cells.length < 2) return undefined;
  const values = Object.entries(experiment.cells[cell]?.values ?? {}).map(
    ([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return values.length === 0 ? `cell ${cell}` : values.join(", ");
}
