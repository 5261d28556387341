import type { TaskInput } from "../../domain/task.ts";

/** What is said to an agent whose contract has room for words only: the prompt, and the task's further input as JSON below it. */
export const spoken = ({ prompt, input }: TaskInput): string =>
  Object.keys(input).length === 0 ? prompt : `${prompt}\n\n${JSON.stringify(input)}`;
