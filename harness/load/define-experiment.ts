import type { ExperimentInput } from "./schema/experiment.ts";

/** Gives an experiment that is written in TypeScript its types: `export default defineExperiment({ … })`. Paths are relative to the module. */
export const defineExperiment = <const T extends ExperimentInput>(experiment: T): T => experiment;
export type { ExperimentInput };
