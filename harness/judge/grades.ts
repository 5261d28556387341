import type { PerformanceRecord } from "../domain/events.ts";
import type { Task } from "../domain/task.ts";

/** What the assertions of a task came to. */
export interface Graded {
  readonly passed: number;
  /** Those that failed, as gaps of the answer. */
  readonly failed: readonly string[];
  /** Why one of them could not tell. */
  readonly undecided?: string;
}

export function gradesOf({ graded }: PerformanceRecord, task: Task): Graded {
  if (!task.grading) return { passed: 0, failed: [] };
  // A journal that was cut before the grader had answered.
  if (!graded) return { passed: 0, failed: [], undecided: "the answer was not graded" };
  const silent = graded.grades.find(({ pass }) => pass === undefined);
  return {
    passed: graded.grades.filter(({ pass }) => pass === true).length,
    failed: graded.grades.flatMap(({ assertion, pass, reason }) =>
      pass === false ? [`fails ${assertion}: ${reason}`] : [],
    ),
    ...(silent ? { undecided: `${silent.assertion} cannot tell: ${silent.reason}` } : {}),
  };
}
