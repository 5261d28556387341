import { createRequire } from "node:module";
import { checkPlaybook, playbookSchema } from "../brains/index.ts";
import type { Fault } from "../domain/fault.ts";
import { faults, findFault as findShipped } from "../faults/index.ts";
import type { Registry } from "../load/index.ts";
import { probes } from "../probes/index.ts";
import { protocols } from "../protocols/index.ts";
import { contracts } from "../targets/index.ts";

/** Faults of the user's own that loaded experiments name by path. */
const own: Fault[] = [];

export const findFault = (name: string): Fault | undefined =>
  findShipped(name) ?? own.findLast((fault) => fault.name === name);

/** Every name that an experiment may use. */
export const registry: Registry = {
  faults,
  probes: Object.values(probes),
  protocols,
  contracts,
  playbooks: { schema: playbookSchema, check: checkPlaybook },
  runsAssertions: () => {
    try {
      return createRequire(import.meta.url).resolve("promptfoo") !== "";
    } catch {
      return false;
    }
  },
  addFault: (fault) => own.push(fault),
};
