export { boundName } from "./bound.ts";
export { type Conductor, type ConductorOptions, conduct, type DayEnd } from "./conductor.ts";
export { dueBy } from "./load-shape.ts";
export type { DayClock, FaultPort } from "./ports.ts";
