import { z } from "zod";
import type { Conversation, Message, ToolSpec } from "../../domain/conversation.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { toolSpec } from "../shared/function-tools.ts";
import { isObject } from "../shared/json-body.ts";
import { accept } from "./complaints.ts";
import { type Content, content, type Part, textOf } from "./parts.ts";

/** The service reads both spellings of a member, as every protobuf transcoder does. */
const declaration = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  parameters: z.unknown().optional(),
  parametersJsonSchema: z.unknown().optional(),
});
const tool = z.looseObject({
  functionDeclarations: z.array(declaration).nullish(),
  function_declarations: z.array(declaration).nullish(),
});
const config = z.looseObject({
  maxOutputTokens: z.int().nullish(),
  max_output_tokens: z.int().nullish(),
});
const body = z.looseObject({
  contents: z.array(content),
  systemInstruction: content.nullish(),
  system_instruction: content.nullish(),
  tools: z.array(tool).nullish(),
  generationConfig: config.nullish(),
  generation_config: config.nullish(),
});

/** @throws {BadRequest} in the provider's words. */
export function decodeGenerate(value: unknown, model: string, stream: boolean): Conversation {
  const request = accept(body, value);
  if (request.contents.length === 0)
    throw new BadRequest("* GenerateContentRequest.contents: contents is not specified\n");
  const limits = request.generationConfig ?? request.generation_config;
  const maxOutputTokens = limits?.maxOutputTokens ?? limits?.max_output_tokens;
  const instruction = request.systemInstruction ?? request.system_instruction;
  return {
    model,
    system: textOf(instruction?.parts ?? []),
    messages: messagesOf(request.contents),
    tools: (request.tools ?? []).flatMap((given) =>
      (given.functionDeclarations ?? given.function_declarations ?? []).map(specOf),
    ),
    ...(typeof maxOutputTokens === "number" ? { maxOutputTokens } : {}),
    stream,
  };
}

interface OpenCall {
  readonly id: string;
  readonly name: string;
}

/** Ids of calls are optional on this wire: results without one answer the first open call of their name. */
function messagesOf(contents: readonly Content[]): Message[] {
  const messages: Message[] = [];
  let open: OpenCall[] = [];
  for (const [index, given] of contents.entries()) {
    const parts = given.parts ?? [];
    if (given.role !== undefined && given.role !== null && !roles.has(given.role))
      throw new BadRequest("Please use a valid role: user, model.");
    if (given.role === "model") {
      refuseUnanswered(open);
      open = parts.flatMap(({ functionCall: call }, at) =>
        call ? [{ id: call.id ?? `call_${index}_${at}`, name: call.name }] : [],
      );
      messages.push({ role: "assistant", text: textOf(parts), toolCalls: toolCallsOf(parts, open) });
      continue;
    }
    const results = parts.flatMap(({ functionResponse }) => (functionResponse ? [functionResponse] : []));
    for (const result of results) {
      const call = open.find(({ id, name }) => (result.id ? id === result.id : name === result.name));
      if (!call) throw new BadRequest(countMismatch);
      open = open.filter((other) => other !== call);
      messages.push({ role: "tool", callId: call.id, name: call.name, ...outcomeOf(result.response) });
    }
    const text = textOf(parts);
    if (text === "" && results.length > 0) continue;
    refuseUnanswered(open);
    messages.push({ role: "user", text });
  }
  refuseUnanswered(open);
  return messages;
}

/** `function` is what older clients call the role of results. */
const roles = new Set(["user", "model", "function"]);

const countMismatch =
  "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";

function refuseUnanswered(open: readonly OpenCall[]): void {
  if (open.length > 0) throw new BadRequest(countMismatch);
}

const toolCallsOf = (
  parts: readonly Part[],
  calls: readonly OpenCall[],
): { id: string; name: string; arguments: string }[] => {
  const args = parts.flatMap(({ functionCall }) => (functionCall ? [functionCall.args ?? {}] : []));
  return calls.map((call, at) => ({ ...call, arguments: JSON.stringify(args[at]) }));
};

/** By convention `output` (AI SDK: `content`) holds the result and `error` what went wrong; otherwise the whole object is it. */
function outcomeOf(response: unknown): { text: string; isError?: true } {
  if (!isObject(response)) return { text: response === undefined ? "" : JSON.stringify(response) };
  if (response.error !== undefined && response.error !== null) return { text: plain(response.error), isError: true };
  return { text: plain(response.output ?? response.content ?? response.result ?? response) };
}
const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const specOf = ({ parametersJsonSchema, parameters, ...given }: z.output<typeof declaration>): ToolSpec =>
  toolSpec({ ...given, parameters: parametersJsonSchema ?? parameters });
