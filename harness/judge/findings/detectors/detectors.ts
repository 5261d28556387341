import type { Detect } from "../case.ts";
import type { FindingCode } from "../catalogue/index.ts";

/** Some detectors, each under the code of its weakness. */
export type Detectors = { readonly [code in FindingCode]?: Detect };
