import { tellApart } from "../../../reports/documents/tell-apart.ts";
import type { ExperimentResult, RunReport } from "../../domain/judgement.ts";

/**
 * The experiments that are meant: by id, file or title, as the report writes it or as the file does, or by a beginning of the id. Where
 * one is, that one alone.
 */
export function experimentsNamed(name: string, report: RunReport): readonly ExperimentResult[] {
  const { experiments } = report;
  const titles = tellApart(report).experiments.map(({ experiment }) => experiment.title.toLowerCase());
  const wanted = name.trim().toLowerCase();
  const ways: readonly ((result: ExperimentResult, index: number) => boolean)[] = [
    ({ experiment: { id } }) => id === name,
    (_, index) => titles[index] === wanted,
    ({ experiment: { file, title } }) => file === name || title.toLowerCase() === wanted,
    ({ experiment: { id } }) => id.startsWith(name),
  ];
  for (const way of ways) {
    const found = experiments.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}
