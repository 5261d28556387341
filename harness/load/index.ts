export { loadBaseline } from "./baseline.ts";
export type { CellValues, Matrix } from "./cells.ts";
export { cellCount, fillCell, matrixCells } from "./cells.ts";
export { createCorpus } from "./corpus-index.ts";
export type { ExperimentInput } from "./define-experiment.ts";
export { defineExperiment } from "./define-experiment.ts";
export { loadGameday } from "./gameday.ts";
export { type GateNames, loadGatePolicy, policyName } from "./gate-policy.ts";
export { graderFiles } from "./grader-files.ts";
export { loadHypothesis, type OtherHypothesis } from "./hypothesis-file.ts";
export { experimentJsonSchema } from "./json-schema.ts";
export type { ExperimentOptions, Loaded } from "./load.ts";
export {
  idsBelow,
  isSuite,
  loadAll,
  loadCorpus,
  loadExperiments,
  loadSuite,
  loadSystemMap,
  loadTarget,
  loadTasks,
  loadToRun,
} from "./load.ts";
export type { LoadOptions } from "./loading.ts";
export { namedBaseline } from "./named-baseline.ts";
export type { Registry } from "./registry.ts";
export { faultedBy, type Selection, selected } from "./select.ts";
export type { Suite } from "./suite.ts";
export { type Touched, touchedBy } from "./touched.ts";
export { schemaText, writeSchema } from "./write-schema.ts";
