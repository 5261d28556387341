import { join } from "node:path";
import type { Experiment, Injection } from "../domain/experiment.ts";
import type { PlaybookStep } from "../domain/playbook.ts";
import type { Dependency } from "../domain/system-map.ts";
import type { Trial } from "../domain/trial.ts";
import { findFault } from "../faults/index.ts";
import { addressVariable, type DriverTask } from "./ask.ts";
import type { Case } from "./cases.ts";
import type { Driver } from "./driver.ts";
import { madeCall } from "./tool-cases.ts";

/** What the stand-in for a model says when nothing is wrong. */
export const healthyAnswer = "one two three four five six";

const dependencyName = "service";

/** One driver's cases as an experiment: a task and a cell for each. `url` = where the dependency is. */
export function experimentOf(driver: Driver, cases: readonly Case[], url: string, live: boolean): Experiment {
  return {
    id: `conformance/${driver.id}`,
    file: "conformance.yaml",
    title: driver.id,
    question: "What does the client make of it?",
    tags: [],
    failureMode: "shared-fate",
    dimension: "infrastructure",
    target: {
      name: driver.id,
      file: "conformance.yaml",
      spec: { kind: "module", module: join(import.meta.dirname, "agent.ts"), clock: "virtual" },
      brain: live ? { kind: "passthrough" } : { kind: "script", persona: "careful" },
      map: {
        file: "conformance.yaml",
        allowHosts: [],
        dependencies: [dependencyOf(driver, url)],
        ...(driver.mocks === undefined || live ? {} : { mocks: driver.mocks }),
      },
    },
    tasks: cases.map((one) => ({
      id: one.id,
      file: "conformance.yaml",
      tags: [],
      prompt: "hello",
      input: taskOf(driver, one) as unknown as Record<string, unknown>,
      expect: { facts: [], forbids: [], effects: [], claims: [] },
      playbook: { steps: stepsOf(driver), reads: {}, answers: [{ say: healthyAnswer }], invent: {} },
    })),
    bystanders: [],
    hypothesis: [],
    cells: cases.map((one) => ({ values: {}, method: methodOf(driver, one) })),
    repeats: 1,
    seed: "7",
    blastRadius: { maxTrials: 10_000, maxFaultsPerTrial: 1000 },
    abortWhen: [],
    deadline: 600_000,
  };
}

const stepsOf = ({ asks }: Driver): readonly PlaybookStep[] =>
  asks !== "tool call" ? [] : [{ call: madeCall.name, with: madeCall.arguments, as: "made" }];

/** The treatment trial of each case; a control arm would ask nothing. */
export const trialsOf = (experiment: Experiment): Trial[] =>
  experiment.tasks.map(({ id }, cell) => ({
    id: `${experiment.id}/${id}/treatment`,
    experiment: experiment.id,
    task: id,
    bystanders: [],
    arm: "treatment",
    repeat: 1,
    cell,
    pair: `${experiment.id}/${id}`,
  }));

export const taskOf = (driver: Driver, { timeout, abortAfter, calls, againAfter }: Case): DriverTask => ({
  driver: driver.id,
  ...(timeout === undefined ? {} : { timeout }),
  ...(abortAfter === undefined ? {} : { abortAfter }),
  ...(calls === undefined ? {} : { calls }),
  ...(againAfter === undefined ? {} : { againAfter }),
});

const dependencyOf = (driver: Driver, url: string): Dependency => ({
  name: dependencyName,
  boundary: driver.dependency.boundary,
  protocol: driver.protocol,
  url,
  alsoAt: [],
  env: addressVariable,
  dimension: "infrastructure",
  options: driver.dependency.options ?? {},
  ...(driver.dependency.boundary === "retrieval" ? { corpus: join(import.meta.dirname, "corpus.yaml") } : {}),
});

function methodOf(driver: Driver, { id, fault, with: params = {} }: Case): Injection[] {
  if (fault === undefined) return [];
  const found = findFault(fault);
  if (!found) throw new Error(`Case "${id}" needs a fault "${fault}", and there is none.`);
  return [
    {
      id: fault,
      fault,
      into: {
        boundary: driver.dependency.boundary,
        dependencies: [dependencyName],
        ...(driver.operations ? { operations: driver.operations } : {}),
      },
      description: fault,
      when: {},
      params: found.params.parse(params),
      at: "conformance.yaml:1:1",
    },
  ];
}
