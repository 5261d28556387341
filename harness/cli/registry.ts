import { checkPlaybook } from "../brains/index.ts";
import { faults } from "../faults/index.ts";
import type { Registry } from "../load/index.ts";
import { probes } from "../probes/index.ts";
import { protocols } from "../protocols/index.ts";

/** Every name that an experiment may use. */
export const registry: Registry = { faults, probes: Object.values(probes), protocols, checkPlaybook };
