import type { Brain } from "../domain/ports.ts";
import { scriptBrain } from "./script.ts";

export { embed } from "./embedder.ts";
export { checkPlaybook, playbookSchema } from "./playbook-schema.ts";
export { scriptBrain } from "./script.ts";

/** What can answer in the model's place, by name. A live model (`passthrough`) is no brain: its calls are relayed. */
export const brains = {
  careful: scriptBrain("careful"),
  credulous: scriptBrain("credulous"),
} as const satisfies Readonly<Record<string, Brain>>;

export type BrainName = keyof typeof brains;
