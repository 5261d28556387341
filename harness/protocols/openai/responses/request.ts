import { z } from "zod";
import type { CallDraft } from "../../../domain/call.ts";
import type { ToolSpec } from "../../../domain/conversation.ts";
import { BadRequest } from "../../../domain/protocol.ts";
import { toolSpec } from "../../shared/function-tools.ts";
import { accept } from "../complaints.ts";
import { textOf } from "../content.ts";
import { type InputItem, inputItem, readInput } from "./input.ts";

const tool = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  description: z.string().nullish(),
  parameters: z.unknown().optional(),
});
const body = z.looseObject({
  model: z.string().optional(),
  input: z.union([z.string(), z.array(inputItem)]).optional(),
  instructions: z.string().nullish(),
  tools: z.array(tool).nullish(),
  max_output_tokens: z.int().nullish(),
  stream: z.boolean().nullish(),
  service_tier: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  conversation: z.unknown().optional(),
  prompt: z.unknown().optional(),
});

/**
 * `previous_response_id`, `conversation` and stored prompts live at the provider: nothing here can resolve them, so the
 * conversation holds what the request itself says, and answers to calls made earlier are taken on trust.
 * @throws {BadRequest} in the provider's words.
 */
export function decodeResponses(value: unknown): CallDraft {
  const request = accept(body, value);
  const stored = Boolean(request.previous_response_id ?? request.conversation ?? request.prompt);
  if (request.model === undefined && !request.prompt) throw new BadRequest("Missing required parameter: 'model'.");
  if (request.input === undefined && !stored) throw new BadRequest("Missing required parameter: 'input'.");
  const items: readonly InputItem[] =
    typeof request.input === "string" ? [{ role: "user", content: request.input }] : (request.input ?? []);
  const isInstruction = ({ role }: { role?: unknown }): boolean => role === "system" || role === "developer";
  const stream = request.stream ?? false;
  const conversation = {
    model: request.model ?? "",
    system: [request.instructions ?? "", ...items.filter(isInstruction).map(({ content }) => textOf(content))]
      .filter((text) => text !== "")
      .join("\n\n"),
    messages: readInput(
      items.filter((item) => !isInstruction(item)),
      stored,
    ),
    tools: (request.tools ?? []).flatMap(specOf),
    ...(typeof request.max_output_tokens === "number" ? { maxOutputTokens: request.max_output_tokens } : {}),
    stream,
    ...(request.service_tier ? { tier: request.service_tier } : {}),
  };
  return { operation: "responses", payload: { kind: "model", conversation }, stream };
}

/** Tools that the provider runs itself have no name and are no business of the agent's. */
const specOf = ({ name, description, parameters }: z.output<typeof tool>): ToolSpec[] =>
  name === undefined ? [] : [toolSpec({ name, description, parameters })];
