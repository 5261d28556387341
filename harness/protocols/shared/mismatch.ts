import type { AnswerPayload, Call } from "../../domain/call.ts";

/** Whoever answered gave something else than the call asks for. */
export const mismatch = ({ operation, dependency }: Call, { kind }: AnswerPayload): Error =>
  new Error(`Cannot answer ${operation} of "${dependency}" with a ${kind} answer.`);
