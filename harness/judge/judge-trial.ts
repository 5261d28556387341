import type { PerformanceRecord, TrialRecord } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Judged, JudgedTrial } from "../domain/judgement.ts";
import type { Task } from "../domain/task.ts";
import { performanceId, type Role } from "../domain/trial.ts";
import { judgeConversation } from "./judge-conversation.ts";
import { besideStartUp } from "./start-up.ts";

/**
 * Judges every performance of a trial. A performance that left no trace counts as one without an end.
 * @throws {Error} if the experiment does not have one of the trial's tasks: journal and experiment do not belong together.
 */
export function judgeTrial(record: TrialRecord, experiment: Experiment): JudgedTrial {
  const { trial } = record;
  const judge = (performance: PerformanceRecord): Judged =>
    besideStartUp(
      judgeConversation(performance, taskOf(performance.task, record, experiment), experiment),
      trial.arm,
      experiment,
    );
  const primary =
    record.performances.find(({ role }) => role === "primary") ??
    ({ id: performanceId(trial.id, trial.task), task: trial.task, role: "primary", calls: [] } as const);
  const inRole = (wanted: Role): readonly Judged[] =>
    record.performances.filter(({ role }) => role === wanted).map(judge);
  return {
    record,
    primary: judge(primary),
    bystanders: inRole("bystander"),
    ...(trial.afterwards ? { afterwards: inRole("afterwards") } : {}),
    deadline: experiment.deadline,
  };
}

function taskOf(id: string, { trial }: TrialRecord, experiment: Experiment): Task {
  const { tasks, bystanders, afterwards } = experiment;
  const task = [tasks, bystanders, afterwards?.tasks ?? []].flat().find((one) => one.id === id);
  if (task) return task;
  throw new Error(
    `Cannot judge trial ${trial.id}: the experiment ${experiment.id} has no task "${id}". Judge the run with the experiment that it ran.`,
  );
}
