/** The public entry: what a user's experiments, targets, mocks and plug-ins are written with. */

export { defineFault, type Fault, type FaultContext } from "./domain/fault.ts";
export type { RunReport } from "./domain/judgement.ts";
export { defineProbe, type Probe } from "./domain/judgement.ts";
export type { WorldContext } from "./domain/ports.ts";
export type { Answer, Effect, Task, TaskInput } from "./domain/task.ts";
export type { MocksContext } from "./interceptors/world.ts";
export { defineExperiment } from "./load/index.ts";
export { defineTarget } from "./targets/define-target.ts";
