import type { Answer, TaskInput } from "../domain/task.ts";

/** What the agent is handed: dependency addresses and the like, over the process's own variables. */
export type TargetEnvironment = Readonly<Record<string, string | undefined>>;

/** A started agent. `perform` may run several times at once. */
export interface ModuleAgent {
  perform(task: TaskInput, signal: AbortSignal): Promise<Answer | string> | Answer | string;
  close?(): Promise<void> | void;
}
export interface ModuleTarget {
  boot(environment: TargetEnvironment, signal: AbortSignal): Promise<ModuleAgent> | ModuleAgent;
}
/** The short form: an agent without a life of its own. */
export type AgentFunction = (
  task: TaskInput,
  context: { readonly env: TargetEnvironment; readonly signal: AbortSignal },
) => Promise<Answer | string> | Answer | string;

/** Gives a target module its types: `export default defineTarget({ boot: (env) => createAgent(env) })`. */
export const defineTarget = (target: ModuleTarget): ModuleTarget => target;
