import { z } from "zod";
import type { CallDraft } from "../../domain/call.ts";
import type { Message, ToolSpec } from "../../domain/conversation.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { functionSpecs, functionTool } from "../shared/function-tools.ts";
import { accept } from "./complaints.ts";

const toolCall = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.unknown().optional() }),
});
const message = z.looseObject({
  role: z.string().default(""),
  content: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_name: z.string().nullish(),
  tool_call_id: z.string().nullish(),
});
const options = z.looseObject({ num_predict: z.number().nullish() });
const common = { model: z.string().nullish(), stream: z.boolean().nullish(), options: options.nullish() };
const chatBody = z.looseObject({
  ...common,
  messages: z.array(message).nullish(),
  tools: z.array(functionTool).nullish(),
});
const generateBody = z.looseObject({ ...common, prompt: z.string().nullish(), system: z.string().nullish() });
type WireMessage = z.output<typeof message>;

/** @throws {BadRequest} in the server's words. */
export function decodeChat(value: unknown, operation: string): CallDraft {
  const request = accept(chatBody, value, "ChatRequest");
  const given = request.messages ?? [];
  const system = given
    .filter(({ role }) => role === "system")
    .map(({ content }) => content ?? "")
    .join("\n\n");
  return draftOf(operation, request, system, messagesOf(given), functionSpecs(request.tools));
}

/** @throws {BadRequest} in the server's words. */
export function decodeGenerate(value: unknown, operation: string): CallDraft {
  const request = accept(generateBody, value, "GenerateRequest");
  return draftOf(operation, request, request.system ?? "", [{ role: "user", text: request.prompt ?? "" }], []);
}

/** Streams unless told not to: the client says `false`, a bare request gets a stream. */
function draftOf(
  operation: string,
  request: Pick<z.output<typeof generateBody>, "model" | "stream" | "options">,
  system: string,
  messages: readonly Message[],
  tools: readonly ToolSpec[],
): CallDraft {
  const model = request.model ?? "";
  if (model === "") throw new BadRequest("model is required");
  const stream = request.stream ?? true;
  const limit = request.options?.num_predict;
  const conversation = {
    model,
    system,
    messages,
    tools,
    ...(typeof limit === "number" && limit > 0 ? { maxOutputTokens: limit } : {}),
    stream,
    ...(stream ? { streamUsage: true } : {}),
  };
  return { operation, payload: { kind: "model", conversation }, stream };
}

/** Nothing pairs calls and results but their order, and a name or an id where the client gave one. */
function messagesOf(given: readonly WireMessage[]): Message[] {
  const messages: Message[] = [];
  let open: { readonly id: string; readonly name: string }[] = [];
  for (const [index, wire] of given.entries()) {
    const text = wire.content ?? "";
    if (wire.role === "assistant") {
      const toolCalls = (wire.tool_calls ?? []).map(({ id, function: called }, at) => ({
        id: id ?? `call_${index}_${at}`,
        name: called.name,
        arguments: JSON.stringify(called.arguments ?? {}),
      }));
      open = toolCalls.map(({ id, name }) => ({ id, name }));
      messages.push({ role: "assistant", text, toolCalls });
    } else if (wire.role === "tool") {
      const answered =
        open.find(({ id }) => id === wire.tool_call_id) ??
        open.find(({ name }) => name === wire.tool_name) ??
        (wire.tool_name || wire.tool_call_id ? undefined : open[0]);
      open = open.filter((call) => call !== answered);
      const name = answered?.name ?? wire.tool_name;
      messages.push({ role: "tool", callId: answered?.id ?? wire.tool_call_id ?? "", ...(name ? { name } : {}), text });
    } else if (wire.role === "user") messages.push({ role: "user", text });
    else if (wire.role !== "system")
      throw new BadRequest(`invalid role: ${wire.role}, role must be one of [system, user, assistant, tool]`);
  }
  return messages;
}
