import type { SinglePoint } from "../domain/scores.ts";
import type { Dependency } from "../domain/system-map.ts";
import { outcomes as everyOutcome, type Outcome } from "../domain/vocabulary.ts";
import { estimate } from "./estimate.ts";
import { takesAway } from "./outage.ts";
import { noOutcomes, type Portion } from "./scopes.ts";
import { intervalShares, times } from "./words.ts";

/** The task was still served: as a whole, or in an honest part. */
const served: ReadonlySet<Outcome> = new Set(["correct", "degraded"]);

const lost = everyOutcome.filter((outcome) => !served.has(outcome));

interface TaskTally {
  pairs: number;
  failed: number;
}

/**
 * What the loss of each dependency, alone and throughout, does to the tasks that use it: from pairs in which every call to it failed,
 * no other dependency was faulted, and the control twin was correct. One entry for each dependency of each target's map, in the map's order.
 */
export function singlePointsOf(portions: readonly Portion[]): readonly SinglePoint[] {
  const byTarget = Map.groupBy(
    portions,
    ({ experiment }) => `${experiment.target.name}\u0000${experiment.target.file}`,
  );
  return [...byTarget]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const target = own[0]?.experiment.target;
      const inOrder = [...own].sort((a, b) => (a.experiment.id < b.experiment.id ? -1 : 1));
      return (target?.map.dependencies ?? []).map((dependency) => point(target?.name ?? "", dependency, inOrder));
    });
}

function point(target: string, { name, boundary }: Dependency, portions: readonly Portion[]): SinglePoint {
  const tasks = new Map<string, TaskTally>();
  const outcomes = noOutcomes();
  const experiments = new Set<string>();
  let pairs = 0;
  let unsteady = 0;
  for (const { experiment, table } of portions) {
    for (const row of table.order()) {
      const { lost, task, treatment, control } = table.kind(row);
      if (lost !== name) continue;
      if (control !== "correct") {
        unsteady += 1;
        continue;
      }
      const tally = tasks.get(task) ?? { pairs: 0, failed: 0 };
      tasks.set(task, tally);
      tally.pairs += 1;
      if (!served.has(treatment)) tally.failed += 1;
      outcomes[treatment] += 1;
      pairs += 1;
      experiments.add(experiment.id);
    }
  }
  const failing = [...tasks].flatMap(([task, { failed }]) => (failed > 0 ? [task] : [])).sort();
  const shares = [...tasks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { pairs, failed }]) => failed / pairs);
  const failed = estimate("proportion", shares, name);
  const told = {
    target,
    dependency: name,
    boundary,
    experiments: [...experiments],
    tasks: tasks.size,
    failing,
    pairs,
    outcomes,
  };
  if (!failed) return { ...told, standing: "untested", reason: whyUntested(name, portions, unsteady) };
  const counted = `${failing.length} of ${times(tasks.size, "task")} that ${tasks.size === 1 ? "uses" : "use"} it`;
  const safely = outcomes["failed-safe"] === lost.reduce((sum, outcome) => sum + outcomes[outcome], 0);
  return {
    ...told,
    failed,
    standing: failing.length > 0 ? "fails-tasks" : "survived",
    reason: `with ${name} away, ${counted} ${failing.length === 0 ? "failed: all were still served" : safely ? "failed, always safely" : "failed"} (${intervalShares(failed)}, ${times(pairs, "pair")})`,
  };
}

function whyUntested(name: string, portions: readonly Portion[], unsteady: number): string {
  if (unsteady > 0)
    return `${name} was taken away only where the task was not right even without a fault (${times(unsteady, "pair")})`;
  const aimed = portions.some(({ experiment }) =>
    experiment.cells.some(({ method }) =>
      method.some((each) => takesAway(each) && each.into.dependencies.includes(name)),
    ),
  );
  return aimed
    ? `an experiment takes ${name} away, but in no pair was it away alone and throughout`
    : `no experiment takes ${name} away alone and throughout`;
}
