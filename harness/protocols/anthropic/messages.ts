import { z } from "zod";
import type { Message } from "../../domain/conversation.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { type Block, blocks, blocksOf, isMarked, textOf } from "./blocks.ts";

export const wireMessage = z.looseObject({ role: z.enum(["user", "assistant", "system"]), content: blocks });

/**
 * Messages in canonical order, and the instructions among them. A user message with tool results becomes one message a
 * result, then one for its text. Thinking blocks are the model's own and are left out.
 * @throws {BadRequest} for a call whose result is not in the next message, or a result without a call.
 */
export function readMessages(given: readonly z.output<typeof wireMessage>[]): {
  messages: Message[];
  system: string[];
  /** After how many of these messages a cache mark stands; 0 = after the instructions. */
  marks: number[];
} {
  const messages: Message[] = [];
  const system: string[] = [];
  const marks: number[] = [];
  let open = new Map<string, string>();
  let openAt = 0;
  for (const [index, wire] of given.entries()) {
    const content = blocksOf(wire.content);
    if (wire.role === "system") {
      system.push(textOf(content));
      if (content.some(isMarked)) marks.push(0);
      continue;
    }
    const results = content.filter(({ type }) => type === "tool_result");
    for (const [at, result] of results.entries()) {
      messages.push(resultOf(result, open, `messages.${index}.content.${at}`));
      if (isMarked(result)) marks.push(messages.length);
    }
    refuseUnanswered(open, openAt);
    const text = textOf(content.filter(({ type }) => !silent.has(type)));
    if (wire.role === "user") {
      open = new Map();
      if (text !== "" || results.length === 0) messages.push({ role: "user", text });
    } else {
      const toolCalls = content.filter(({ type }) => type === "tool_use").map(callOf);
      open = new Map(toolCalls.map(({ id, name }) => [id, name]));
      openAt = index;
      messages.push({ role: "assistant", text, toolCalls });
    }
    if (content.some((block) => block.type !== "tool_result" && isMarked(block))) marks.push(messages.length);
  }
  refuseUnanswered(open, openAt);
  return { messages, system, marks };
}

/** Blocks that are not part of what was said. */
const silent = new Set(["tool_use", "tool_result", "thinking", "redacted_thinking"]);

const callOf = ({ id = "", name = "", input }: Block): { id: string; name: string; arguments: string } => ({
  id,
  name,
  arguments: JSON.stringify(input ?? {}),
});

function resultOf(block: Block, open: Map<string, string>, path: string): Message {
  const callId = block.tool_use_id;
  if (callId === undefined) throw new BadRequest(`${path}.tool_result.tool_use_id: Field required`);
  const name = open.get(callId);
  if (name === undefined) {
    throw new BadRequest(
      `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${callId}. ` +
        "Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
    );
  }
  open.delete(callId);
  return { role: "tool", callId, name, text: textOf(block.content), ...(block.is_error ? { isError: true } : {}) };
}

function refuseUnanswered(open: ReadonlyMap<string, string>, index: number): void {
  if (open.size === 0) return;
  throw new BadRequest(
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ` +
      `${[...open.keys()].join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  );
}
