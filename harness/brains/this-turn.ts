import type { Conversation, Message } from "../domain/conversation.ts";
import type { Playbook } from "../domain/playbook.ts";
import type { Task } from "../domain/task.ts";
import { isAskedAfterwards } from "../domain/trial.ts";
import { type PlaybookProblem, parsePlaybook } from "./playbook-schema.ts";
import { type Persona, replay } from "./replay.ts";
import type { ToolResult } from "./tool-result.ts";

interface ThisTurn {
  readonly playbook?: Playbook;
  readonly problems: readonly PlaybookProblem[];
  /** From the user's message of this turn on. */
  readonly conversation: Conversation;
  /** What the steps of the turns before it gave, as far as the conversation still shows. */
  readonly learned: ReadonlyMap<string, ToolResult>;
}

/** What is to be done at one turn of a task, and what of the conversation belongs to it. */
export function thisTurn(task: Task, turn: number, persona: Persona, conversation: Conversation): ThisTurn {
  const turns = [...(task.earlier ?? []), task];
  const playbooks = turns.slice(0, turn + 1).map(({ playbook }) => playbook);
  const at = (index: number) => parsePlaybook(playbooks[index], playbooks.slice(0, index).filter(isWritten));
  const { messages } = conversation;
  let learned: ReadonlyMap<string, ToolResult> = new Map();
  /** A conversation begins with its first turn, unless it was about something else before. */
  const beginning = (index: number, before: number): number =>
    index === 0 && !isAskedAfterwards(task.id) ? 0 : startOf(turns[index]?.prompt ?? "", messages, before);
  const here = beginning(turn, messages.length);
  let end = here;
  const pieces: Conversation[] = [];
  for (let index = turn - 1; index >= 0; index -= 1) {
    const start = beginning(index, end);
    pieces.unshift({ ...conversation, messages: messages.slice(start, end) });
    end = start;
  }
  for (const [index, piece] of pieces.entries()) {
    const { playbook } = at(index);
    if (playbook) learned = replay(playbook, persona, piece, learned).results;
  }
  return { ...at(turn), conversation: { ...conversation, messages: messages.slice(here) }, learned };
}

const isWritten = (playbook: unknown): boolean => playbook !== undefined;
const folded = (text: string): string => text.replace(/\s+/g, " ").trim();

/**
 * Where a turn begins: at the last message of the user, before another turn, that says its prompt. An agent may have put it in other
 * words: then after the last answer; and if there is none, the conversation begins with it, because what was before has been left out.
 */
function startOf(prompt: string, messages: readonly Message[], end: number): number {
  const before = messages.slice(0, end);
  const said = before.findLastIndex(({ role, text }) => role === "user" && folded(text).includes(folded(prompt)));
  if (said !== -1) return said;
  const answered = before.findLastIndex(
    (message, index) => message.role === "assistant" && message.toolCalls.length === 0 && index < end - 1,
  );
  return answered + 1;
}
