import { z } from "zod";
import type { Message } from "../../../domain/conversation.ts";
import { BadRequest } from "../../../domain/protocol.ts";

const result = z.looseObject({
  toolUseId: z.string(),
  content: z.array(z.looseObject({ text: z.string().nullish(), json: z.unknown().optional() })),
  status: z.string().nullish(),
});
/** A union on the wire: exactly one member of a block is set. */
const block = z.looseObject({
  text: z.string().nullish(),
  toolUse: z.looseObject({ toolUseId: z.string(), name: z.string(), input: z.unknown() }).nullish(),
  toolResult: result.nullish(),
  cachePoint: z.unknown().optional(),
  reasoningContent: z.unknown().optional(),
});
type Block = z.output<typeof block>;

export const wireMessage = z.looseObject({ role: z.enum(["user", "assistant"]), content: z.array(block) });
type WireMessage = z.output<typeof wireMessage>;

/**
 * Messages in canonical order: one for each tool result, then one for the text. `marks`: how many of them come before each
 * cache point. @throws {BadRequest} for what the service refuses of an order of turns.
 */
export function readMessages(
  given: readonly WireMessage[],
  withTools: boolean,
): { messages: Message[]; marks: number[] } {
  const messages: Message[] = [];
  const marks: number[] = [];
  let asked = new Map<string, string>();
  for (const [index, { role, content }] of given.entries()) {
    refuseEmpty(content, index, withTools);
    if (index === 0 && role !== "user") throw new BadRequest(startsWithUser);
    const results = content.flatMap(({ toolResult }) => (toolResult ? [toolResult] : []));
    refuseMismatch(asked, results, index);
    for (const one of results) messages.push(resultOf(one, asked));
    const text = content.flatMap(spoken).join("\n");
    if (role === "assistant") {
      const uses = content.flatMap(({ toolUse }) => (toolUse ? [toolUse] : []));
      asked = new Map(uses.map(({ toolUseId, name }) => [toolUseId, name]));
      const toolCalls = uses.map(({ toolUseId: id, name, input }) => ({
        id,
        name,
        arguments: JSON.stringify(input ?? {}),
      }));
      messages.push({ role, text, toolCalls });
    } else {
      asked = new Map();
      if (text !== "" || results.length === 0) messages.push({ role, text });
    }
    if (content.some(({ cachePoint }) => cachePoint)) marks.push(messages.length);
  }
  refuseMismatch(asked, [], given.length);
  return { messages, marks };
}

const startsWithUser =
  "A conversation must start with a user message. Try again with a conversation that starts with a user message.";

function refuseEmpty(content: readonly Block[], index: number, withTools: boolean): void {
  if (content.length === 0)
    throw new BadRequest(
      `The content field in the Message object at messages.${index} is empty. ` +
        "Add a ContentBlock object to the content field and try again.",
    );
  const blank = content.findIndex(({ text }) => typeof text === "string" && text.trim() === "");
  if (blank >= 0)
    throw new BadRequest(
      `The text field in the ContentBlock object at messages.${index}.content.${blank} is blank. ` +
        "Add text to the text field, and try again.",
    );
  if (!withTools && content.some(({ toolUse, toolResult }) => toolUse || toolResult))
    throw new BadRequest("The toolConfig field must be defined when using toolUse and toolResult content blocks.");
}

function refuseMismatch(asked: ReadonlyMap<string, string>, results: readonly Result[], index: number): void {
  const at = `messages.${index}.content`;
  const given = new Set(results.map(({ toolUseId }) => toolUseId));
  if ([...given].some((id) => !asked.has(id)))
    throw new BadRequest(
      `The number of toolResult blocks at ${at} exceeds the number of toolUse blocks of previous turn.`,
    );
  const missing = [...asked.keys()].filter((id) => !given.has(id));
  if (missing.length > 0)
    throw new BadRequest(`Expected toolResult blocks at ${at} for the following Ids: ${missing.join(", ")}`);
}

type Result = z.output<typeof result>;
function resultOf({ toolUseId, content, status }: Result, asked: ReadonlyMap<string, string>): Message {
  const name = asked.get(toolUseId);
  const text = content
    .map((part) => part.text ?? (part.json === undefined ? `[${kindOf(part)}]` : JSON.stringify(part.json)))
    .join("\n");
  return {
    role: "tool",
    callId: toolUseId,
    ...(name === undefined ? {} : { name }),
    text,
    ...(status === "error" ? { isError: true } : {}),
  };
}

/** Text as it is; images, documents and the like as their kind in brackets. Reasoning is the model's own. */
function spoken(part: Block): string[] {
  if (typeof part.text === "string") return [part.text];
  const silent = part.toolUse || part.toolResult || part.cachePoint || part.reasoningContent;
  return silent ? [] : [`[${kindOf(part)}]`];
}

const kindOf = (part: object): string =>
  Object.entries(part).find(([, value]) => value !== null && value !== undefined)?.[0] ?? "empty";
