import type { Effect } from "./task.ts";

/** Changes that hand the matter to a person. Doing so is always allowed, and discloses. */
export const handoverKinds: readonly string[] = ["escalation"];

export const isHandover = (effect: Effect): boolean => handoverKinds.includes(effect.kind);
