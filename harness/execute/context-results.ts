import { hash } from "node:crypto";
import type { Message, ToolResultContent } from "../domain/conversation.ts";

/** A tool's result in a conversation, with the call that it answers. */
export interface ContextResult {
  /** Among the results of its request, from 0. */
  readonly place: number;
  readonly callId: string;
  readonly name: string;
  /** As the model wrote them. */
  readonly arguments: string;
  readonly content: ToolResultContent;
}

/** Results by a tool whose name is nowhere in the request, since the call is stored at the provider, are left out. */
export function contextResults(messages: readonly Message[]): readonly ContextResult[] {
  const given = new Map<string, string>();
  let place = -1;
  return messages.flatMap((message) => {
    if (message.role === "assistant") for (const call of message.toolCalls) given.set(call.id, call.arguments);
    if (message.role !== "tool") return [];
    place += 1;
    const { callId, name, text, isError = false } = message;
    return name === undefined
      ? []
      : [{ place, callId, name, arguments: given.get(callId) ?? "", content: { text, isError } }];
  });
}

/** What has been decided of the results of one performance. */
export interface Decisions {
  /** The same result comes again in every later request of its conversation, and in every attempt at one: it is decided once. */
  of(
    result: ContextResult,
    among: readonly ContextResult[],
    thread: string,
    decide: () => Promise<ToolResultContent>,
  ): Promise<ToolResultContent>;
}

interface Decided {
  readonly callId: string;
  readonly content: Promise<ToolResultContent>;
}

/**
 * A result is known again by the id of its call. Frameworks that keep no ids make them anew whenever they write a conversation out:
 * there it is known by its place in the conversation and by all that it says, if the id that it had is gone.
 * @param limit results that are remembered.
 */
export function decisions(limit = Number.POSITIVE_INFINITY): Decisions {
  const byId = new Map<string, Decided>();
  const byPlace = new Map<string, Decided>();
  return {
    of(result, among, thread, decide) {
      const { callId, place, name, content } = result;
      const says = [name, result.arguments, content.text, content.isError];
      const id = digestOf([callId, ...says]);
      const where = digestOf([thread, place, ...says]);
      const known = byId.get(id) ?? renamed(byPlace.get(where), among);
      const decided = known ?? { callId, content: decide() };
      byId.set(id, decided);
      byPlace.set(where, { ...decided, callId });
      for (const one of [byId, byPlace]) for (const oldest of one.keys()) if (one.size > limit) one.delete(oldest);
      return decided.content;
    },
  };
}

const renamed = (before: Decided | undefined, among: readonly ContextResult[]): Decided | undefined =>
  before && !among.some(({ callId }) => callId === before.callId) ? before : undefined;

const digestOf = (value: unknown): string => hash("sha1", JSON.stringify(value), "hex");
