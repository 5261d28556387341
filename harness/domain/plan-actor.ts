import { personKey } from "./person-key.ts";

/** Who does what nobody did: the plan and the safety net. No person may have this name. */
export const planActor = "plan";

/** Whatever its case. */
export const actsAsPlan = (name: string): boolean => personKey(name) === planActor;
