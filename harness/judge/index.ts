export { disclosureIn, disclosurePhrases } from "./disclosure.ts";
export { compareEffects, describeEffect, handoverKinds } from "./effects.ts";
export { detectors, type Findings, openFindings } from "./findings/index.ts";
export { judgePerformance, type PerformanceContext } from "./judge-performance.ts";
export { judgeTrial } from "./judge-trial.ts";
export { describeFact, readAnswer, states } from "./match-fact.ts";
