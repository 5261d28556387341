export { mayNotApprove } from "./approval.ts";
export { boundName } from "./bound.ts";
export { conduct } from "./conductor.ts";
export type { Conductor, ConductorOptions, DayEnd } from "./day.ts";
export { dueBy } from "./load-shape.ts";
export type { DayClock, FaultPort } from "./ports.ts";
