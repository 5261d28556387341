import { z } from "zod";
import type { CallDraft } from "../../domain/call.ts";
import type { Message } from "../../domain/conversation.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { functionSpecs, functionTool } from "../shared/function-tools.ts";
import { accept } from "./complaints.ts";

const chunk = z.looseObject({ type: z.string(), text: z.string().optional() });
const content = z.union([z.string(), z.array(chunk)]);
const toolCall = z.looseObject({
  id: z.string().default("null"),
  function: z.looseObject({ name: z.string(), arguments: z.unknown() }),
});
const message = z.looseObject({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: content.nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
  name: z.string().nullish(),
  prefix: z.boolean().nullish(),
});
const body = z.looseObject({
  model: z.string(),
  messages: z.array(message),
  tools: z.array(functionTool).nullish(),
  max_tokens: z.int().nullish(),
  stream: z.boolean().nullish(),
});
type WireMessage = z.output<typeof message>;

/** @throws {BadRequest} in the provider's words. */
export function decodeChat(value: unknown, operation: string): CallDraft {
  const request = accept(body, value);
  const stream = request.stream ?? false;
  const conversation = {
    model: request.model,
    system: request.messages
      .filter(({ role }) => role === "system")
      .map((given) => textOf(given.content))
      .join("\n\n"),
    messages: messagesOf(request.messages),
    tools: functionSpecs(request.tools),
    ...(typeof request.max_tokens === "number" ? { maxOutputTokens: request.max_tokens } : {}),
    stream,
    // Usage comes in the last chunk of every stream, asked for or not.
    ...(stream ? { streamUsage: true } : {}),
  };
  return { operation, payload: { kind: "model", conversation }, stream };
}

/** Calls and results must pair up, ids must have nine characters, and the last word must not be the assistant's. */
function messagesOf(given: readonly WireMessage[]): Message[] {
  const messages: Message[] = [];
  let open = new Map<string, string>();
  for (const wire of given) {
    if (wire.role === "tool") {
      const callId = wire.tool_call_id ?? "";
      const name = open.get(callId);
      if (name === undefined) throw new BadRequest(`Unexpected tool call id ${callId} in tool results`);
      open.delete(callId);
      messages.push({ role: "tool", callId, name, text: textOf(wire.content) });
      continue;
    }
    if (open.size > 0) throw new BadRequest("Not the same number of function calls and responses");
    if (wire.role === "user") messages.push({ role: "user", text: textOf(wire.content) });
    else if (wire.role === "assistant") {
      const toolCalls = (wire.tool_calls ?? []).map(toolCallOf);
      open = new Map(toolCalls.map(({ id, name }) => [id, name]));
      messages.push({ role: "assistant", text: textOf(wire.content), toolCalls });
    }
  }
  const last = given.at(-1);
  if (open.size > 0) throw new BadRequest("Not the same number of function calls and responses");
  if (last?.role !== "user" && last?.role !== "tool" && last?.prefix !== true) {
    throw new BadRequest(
      `Expected last role User or Tool (or Assistant with prefix True) for serving but got ${last?.role ?? "none"}`,
    );
  }
  return messages;
}

export const nineCharacters = /^[a-zA-Z0-9]{9}$/;

function toolCallOf({ id, function: called }: z.output<typeof toolCall>): {
  id: string;
  name: string;
  arguments: string;
} {
  if (!nineCharacters.test(id))
    throw new BadRequest(`Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`);
  const text = typeof called.arguments === "string" ? called.arguments : JSON.stringify(called.arguments ?? {});
  return { id, name: called.name, arguments: text };
}

const textOf = (given: z.output<typeof content> | null | undefined): string =>
  typeof given === "string"
    ? given
    : (given ?? [])
        .filter(({ type }) => type !== "thinking")
        .map(({ type, text }) => text ?? `[${type}]`)
        .join("");
