import type { Answer, Task, TaskInput } from "../domain/task.ts";

interface Conversing {
  /** The name of the conversation. */
  readonly session: string;
  ask(task: TaskInput): Promise<Answer>;
  /** From 0. */
  begins(turn: number): void;
  /** Not told of the last one. */
  answered(turn: number, asked: TaskInput, answer: Answer): void;
  /** Aborts when nobody listens any more. */
  readonly over: AbortSignal;
}

/** Asks the turns of a task one after the other in one conversation; gives the answer to the last. A task of one turn has no session. */
export async function converse(
  { id, prompt, input, earlier = [] }: Pick<Task, "id" | "prompt" | "input" | "earlier">,
  { session, ask, begins, answered, over }: Conversing,
): Promise<Answer> {
  if (earlier.length === 0) return ask({ id, prompt, input });
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
