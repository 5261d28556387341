import type { RunReport } from "../../harness/domain/judgement.ts";

/** Experiments that share a title get the agent behind it, or their id if the agent is the same too. */
export function tellApart(report: RunReport): RunReport {
  const count = (key: (result: RunReport["experiments"][number]) => string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const result of report.experiments) counts.set(key(result), (counts.get(key(result)) ?? 0) + 1);
    return counts;
  };
  const titles = count(({ experiment }) => experiment.title);
  if ([...titles.values()].every((times) => times === 1)) return report;
  const named = count(({ experiment }) => `${experiment.title}\n${experiment.target.name}`);
  return {
    ...report,
    experiments: report.experiments.map((result) => {
      const { experiment } = result;
      if (titles.get(experiment.title) === 1) return result;
      const alone = named.get(`${experiment.title}\n${experiment.target.name}`) === 1;
      const title = `${experiment.title} (${alone ? experiment.target.name : experiment.id})`;
      return { ...result, experiment: { ...experiment, title } };
    }),
  };
}
