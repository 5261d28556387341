import type { ZodType } from "zod";
import type { Answer, TaskInput } from "../../domain/task.ts";

/** What one question is asked with. */
export interface Asking {
  /** The target's address, without a trailing slash. */
  readonly url: string;
  /** To be sent with every request: those of the definition, and whose question it is. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Characters of an answer that are read. */
  readonly keep: number;
}

/** One conversation with an agent. Its turns are asked one after another. */
export interface Line {
  /**
   * @throws {AgentCrash} if the agent failed, {TargetFailure} if what it says cannot be understood; the network's errors as they are.
   */
  ask(task: TaskInput, asking: Asking): Promise<Answer>;
  /** Idempotent; never rejects. */
  close?(): Promise<void>;
}

/** A way of talking with an agent over HTTP. Knows nothing of how the agent is started. */
export interface HttpContract<S = unknown> {
  readonly name: string;
  /** One sentence: what is asked, where. */
  readonly summary: string;
  readonly settings: ZodType<S>;
  /** The path that answers once the agent is ready, unless the definition says another. */
  readonly ready: string;
  /** Why a conversation of several turns cannot be had with these settings, and what to write; absent = it always can. */
  lacksSession?(settings: S): string | undefined;
  /** Opens a conversation. @param session its id, made of letters, digits and hyphens, 36 characters. */
  open(settings: S, session: string): Line;
}

/** Gives a contract its settings' type and forgets it, so that contracts can stand in one list. */
export const defineHttpContract = <S>(contract: HttpContract<S>): HttpContract => contract as unknown as HttpContract;
