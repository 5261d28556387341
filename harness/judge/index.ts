export { againstControl } from "../domain/disclosure-against-control.ts";
export { type Disclosure, disclosureIn, disclosuresIn } from "./disclosure.ts";
export { disclosurePhrases } from "./disclosure-phrases.ts";
export { compareEffects, describeEffect, handoverKinds } from "./effects.ts";
export { catalogue, type FindingCode } from "./findings/catalogue/index.ts";
export { type Findings, openFindings } from "./findings/index.ts";
export { judgePerformance, type PerformanceContext } from "./judge-performance.ts";
export { judgeTrial } from "./judge-trial.ts";
export { asserts, describeFact, readAnswer, states } from "./match-fact.ts";
