import type { Answer, Task, TaskInput } from "../domain/task.ts";
import { writtenId } from "../domain/trial.ts";

export interface Conversation {
  /** Its name. */
  readonly session: string;
  /** It began before this task, or goes on after it. */
  readonly goesOn: boolean;
}

interface Conversing extends Conversation {
  ask(task: TaskInput): Promise<Answer>;
  /** From 0. */
  begins(turn: number): void;
  /** Not told of the last one. */
  answered(turn: number, asked: TaskInput, answer: Answer): void;
  /** Aborts when nobody listens any more. */
  readonly over: AbortSignal;
}

/** Asks the turns of a task one after the other in one conversation; gives the answer to the last. A task of one turn, with nothing before or after it, has no session. */
export async function converse(
  { id: name, prompt, input, earlier = [] }: Pick<Task, "id" | "prompt" | "input" | "earlier">,
  { session, goesOn, ask, begins, answered, over }: Conversing,
): Promise<Answer> {
  const id = writtenId(name);
  if (earlier.length === 0) return ask({ id, prompt, input, ...(goesOn ? { session } : {}) });
  for (const [turn, said] of earlier.entries()) {
    begins(turn);
    const asked = { id, prompt: said.prompt, input: said.input, session };
    const answer = await ask(asked);
    over.throwIfAborted();
    answered(turn, asked, answer);
  }
  begins(earlier.length);
  return ask({ id, prompt, input, session });
}
