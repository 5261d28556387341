import type { Experiment } from "../../domain/experiment.ts";
import { TargetFailure } from "../../domain/ports.ts";
import type { Task } from "../../domain/task.ts";
import { executeRun } from "../../execute/run.ts";
import { planTrials } from "../../plan/plan-trials.ts";
import { equip } from "../equipment.ts";
import { type Watched, watching } from "./watch.ts";

export interface Examination extends Watched {
  readonly tasks: readonly Task[];
  readonly route: "in-process" | "gateway";
  /** The harness itself could not begin: no port, no interception. */
  readonly broken?: string;
}

export interface ExamineOptions {
  readonly gateway: boolean;
  readonly port: number | undefined;
  /** Milliseconds for one task. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

const realNow = performance.now.bind(performance);

/** Has the target do some tasks without any fault: one first, and the others only if that one could be begun. */
export async function examine(
  experiment: Experiment,
  tasks: readonly Task[],
  options: ExamineOptions,
): Promise<Examination> {
  const { target } = experiment;
  const route = options.gateway || target.spec.kind !== "module" ? "gateway" : "in-process";
  const base = equip({
    route,
    journal: () => undefined,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const { equipment, watched } = watching(base, target, realNow);
  const calm = (some: readonly Task[]): Experiment => ({
    ...experiment,
    tasks: some,
    bystanders: [],
    repeats: 1,
    hypothesis: [],
    abortWhen: [],
    deadline: Math.min(experiment.deadline, options.deadline),
    cells: [{ values: {}, method: [] }],
  });
  let broken: string | undefined;
  const perform = async (some: readonly Task[]): Promise<void> => {
    if (some.length === 0 || options.signal.aborted) return;
    const asked = calm(some);
    const trials = planTrials(asked).filter(({ arm }) => arm === "control");
    try {
      await executeRun([{ experiment: asked, trials }], equipment, { concurrency: 4, signal: options.signal });
    } catch (error) {
      if (!(error instanceof TargetFailure)) throw error;
      broken = error.message;
    }
  };
  await perform(tasks.slice(0, 1));
  if (broken === undefined && watched.bootFailures.length === 0) await perform(tasks.slice(1));
  return { ...watched, tasks, route, ...(broken === undefined ? {} : { broken }) };
}

/** So many tasks, such that as many tags as can be are among theirs. */
export function variedTasks(all: readonly Task[], count: number): readonly Task[] {
  const left = [...new Map(all.map((task) => [task.id, task])).values()];
  const chosen: Task[] = [];
  const covered = new Set<string>();
  while (chosen.length < count && left.length > 0) {
    const fresh = (task: Task): number => task.tags.filter((tag) => !covered.has(tag)).length;
    const best = left.reduce((most, task) => (fresh(task) > fresh(most) ? task : most));
    for (const tag of best.tags) covered.add(tag);
    chosen.push(best);
    left.splice(left.indexOf(best), 1);
  }
  return chosen;
}
