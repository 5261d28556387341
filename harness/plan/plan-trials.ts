import type { Experiment } from "../domain/experiment.ts";
import type { Trial } from "../domain/trial.ts";
import { arms } from "../domain/vocabulary.ts";

/** Every trial of an experiment: repeat × task × cell × arm, the two arms of a pair next to each other. */
export function planTrials(experiment: Experiment): Trial[] {
  const trials: Trial[] = [];
  const bystanders = experiment.bystanders.map((task) => task.id);
  const afterwards = experiment.afterwards?.tasks.map((task) => task.id);
  for (let repeat = 1; repeat <= experiment.repeats; repeat += 1) {
    for (const task of experiment.tasks) {
      for (let cell = 0; cell < experiment.cells.length; cell += 1) {
        const pair = [experiment.id, task.id, ...(experiment.cells.length > 1 ? [`cell${cell + 1}`] : []), repeat].join(
          "/",
        );
        for (const arm of arms) {
          trials.push({
            id: `${pair}/${arm}`,
            experiment: experiment.id,
            task: task.id,
            bystanders: bystanders.filter((id) => id !== task.id),
            ...(afterwards ? { afterwards } : {}),
            arm,
            repeat,
            cell,
            pair,
          });
        }
      }
    }
  }
  return trials;
}

/** Keeps the trials whose id or pair begins with `only`, and the twins that they are judged against. */
export function selectTrials(trials: readonly Trial[], only: string | undefined): Trial[] {
  if (only === undefined) return [...trials];
  const wanted = new Set(
    trials
      .filter((trial) => trial.id === only || trial.pair === only || trial.pair.startsWith(`${only}/`))
      .map((t) => t.pair),
  );
  return trials.filter((trial) => wanted.has(trial.pair));
}
