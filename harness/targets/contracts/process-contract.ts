import type { ZodType } from "zod";
import type { Scope } from "../../domain/ports.ts";
import type { Answer, TaskInput } from "../../domain/task.ts";
import type { Child } from "../child.ts";

/** One question to a process that takes many. */
export interface Question {
  readonly task: TaskInput;
  readonly scope: Scope;
  readonly session: string;
  readonly signal: AbortSignal;
}

/** A process that takes questions. */
export interface Talk {
  /** @throws {AgentCrash} if the agent failed, {TargetFailure} if what it says cannot be understood. */
  ask(question: Question): Promise<Answer>;
}

/** A way of talking with a program over its stdin and stdout, many questions to one process. */
export interface ProcessContract<S = unknown> {
  readonly name: string;
  /** One sentence: what goes in and what comes out. */
  readonly summary: string;
  readonly settings: ZodType<S>;
  /** Why a conversation of several turns cannot be had with these settings, and what to write; absent = it always can. */
  lacksSession?(settings: S): string | undefined;
  /** Takes over the stdin and stdout of a process that has just been started. @param name the program, for messages. */
  attach(child: Child, settings: S, name: string, keep: number): Talk;
}

/** Gives a contract its settings' type and forgets it, so that contracts can stand in one list. */
export const defineProcessContract = <S>(contract: ProcessContract<S>): ProcessContract =>
  contract as unknown as ProcessContract;
