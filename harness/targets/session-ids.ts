import { createHash, randomUUID } from "node:crypto";
import type { Scope } from "../domain/ports.ts";
import type { TaskInput } from "../domain/task.ts";

/**
 * Names the conversation that a task belongs to: one of its own, unless the task says which. In the form of a UUID, which every
 * contract takes.
 * @param lasting the agent may remember conversations of earlier runs, so that their names must not come back.
 */
export function sessionNames(lasting: boolean): (task: TaskInput, scope: Scope) => string {
  const nonce = lasting ? randomUUID() : "";
  return ({ id, session }, { trial, performance }) => {
    const digest = createHash("sha256")
      .update(JSON.stringify([nonce, trial, session ?? performance ?? id]))
      .digest("hex");
    const part = (from: number, to: number): string => digest.slice(from, to);
    return `${part(0, 8)}-${part(8, 12)}-4${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`;
  };
}
