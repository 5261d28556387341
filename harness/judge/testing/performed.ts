import type { PerformanceEnded, PerformanceRecord } from "../../domain/events.ts";
import type { Effect, Expectation, Task } from "../../domain/task.ts";

export const task = (expectation: Partial<Expectation>): Task => ({
  id: "t",
  file: "t.yaml",
  tags: [],
  prompt: "?",
  input: {},
  expect: { facts: [], forbids: [], effects: [], claims: [], ...expectation },
});
export const performed = (end: Partial<PerformanceEnded>): PerformanceRecord => ({
  id: "p",
  task: "t",
  role: "primary",
  calls: [],
  ended: {
    type: "performance-ended",
    trial: "x",
    performance: "p",
    task: "t",
    role: "primary",
    t: 5,
    end: "answered",
    effects: [],
    ...end,
  },
});

export const says = (answer: string, effects: readonly Effect[] = []): Partial<PerformanceEnded> => ({
  answer,
  effects,
});
