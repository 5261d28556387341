import type { Experiment } from "../../harness/domain/experiment.ts";
import type { RunReport } from "../../harness/domain/judgement.ts";

interface Named extends Pick<Experiment, "id" | "title"> {
  readonly target: Pick<Experiment["target"], "name">;
}

/** Titles by id: those that several share get the agent behind them, or the id if the agent is the same too. */
export function titlesApart(experiments: readonly Named[]): ReadonlyMap<string, string> {
  const counts = (key: (one: Named) => string) => Map.groupBy(experiments, key);
  const withAgent = ({ title, target }: Named): string => `${title}\n${target.name}`;
  const titles = counts(({ title }) => title);
  const named = counts(withAgent);
  return new Map(
    experiments.map((one) => {
      const { id, title, target } = one;
      if (titles.get(title)?.length === 1) return [id, title];
      return [id, `${title} (${named.get(withAgent(one))?.length === 1 ? target.name : id})`];
    }),
  );
}

/** Experiments that share a title are told apart by it. */
export function tellApart(report: RunReport): RunReport {
  const titles = titlesApart(report.experiments.map(({ experiment }) => experiment));
  if (report.experiments.every(({ experiment: { id, title } }) => titles.get(id) === title)) return report;
  return {
    ...report,
    experiments: report.experiments.map((result) => {
      const { experiment } = result;
      const title = titles.get(experiment.id) ?? experiment.title;
      return title === experiment.title ? result : { ...result, experiment: { ...experiment, title } };
    }),
  };
}
