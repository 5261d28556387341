import type { Task } from "../domain/task.ts";

/** The files that tasks' assertions are graded by, by absolute path: `file:///here/check.js:name` in what promptfoo is asked. */
export const graderFiles = (tasks: readonly Task[]): readonly string[] =>
  [...JSON.stringify(tasks.map(({ grading }) => grading ?? null)).matchAll(/"file:\/\/([^"]+)"/g)].map(
    ([, path = ""]) => path.replace(/(\.\w+):\w+$/, "$1"),
  );
