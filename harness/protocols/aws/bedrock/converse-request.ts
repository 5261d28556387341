import { z } from "zod";
import type { Conversation } from "../../../domain/conversation.ts";
import { BadRequest } from "../../../domain/protocol.ts";
import { firstComplaint } from "../../shared/complaint.ts";
import { readMessages, wireMessage } from "./converse-messages.ts";
import { serviceTiers } from "./service-tier.ts";

const tool = z.looseObject({
  toolSpec: z
    .looseObject({
      name: z.string(),
      description: z.string().nullish(),
      inputSchema: z.looseObject({ json: z.unknown() }),
    })
    .nullish(),
  cachePoint: z.unknown().optional(),
});
const request = z.looseObject({
  messages: z.array(wireMessage).nullish(),
  system: z.array(z.looseObject({ text: z.string().nullish(), cachePoint: z.unknown().optional() })).nullish(),
  // Nova's own body says max_new_tokens.
  inferenceConfig: z.looseObject({ maxTokens: z.int().nullish(), max_new_tokens: z.int().nullish() }).nullish(),
  toolConfig: z.looseObject({ tools: z.array(tool) }).nullish(),
  serviceTier: z.looseObject({ type: z.enum(serviceTiers) }).nullish(),
});

/** @throws {BadRequest} in the service's words. */
export function decodeConverse(value: unknown, model: string, stream: boolean): Conversation {
  if (value === undefined) throw new BadRequest("Malformed input request, please reformat your input and try again.");
  const result = request.safeParse(value, { reportInput: true });
  if (!result.success) throw new BadRequest(complaint(result.error));
  const { messages: given, system, inferenceConfig, toolConfig, serviceTier } = result.data;
  const tools = toolConfig?.tools ?? [];
  const { messages, marks } = readMessages(given ?? [], tools.length > 0);
  const limit = inferenceConfig?.maxTokens ?? inferenceConfig?.max_new_tokens;
  const offered = tools.filter(({ toolSpec }) => toolSpec).length;
  const cacheMarks = [
    ...(tools.some(({ cachePoint }) => cachePoint) ? [offered] : []),
    ...((system ?? []).some(({ cachePoint }) => cachePoint) ? [offered + 1] : []),
    ...marks.map((covered) => offered + 1 + covered),
  ];
  return {
    model,
    system: (system ?? []).flatMap(({ text }) => (text ? [text] : [])).join("\n\n"),
    messages,
    tools: tools.flatMap(({ toolSpec }) =>
      toolSpec
        ? [
            {
              name: toolSpec.name,
              ...(typeof toolSpec.description === "string" ? { description: toolSpec.description } : {}),
              parameters: toolSpec.inputSchema.json,
            },
          ]
        : [],
    ),
    ...(typeof limit === "number" ? { maxOutputTokens: limit } : {}),
    stream,
    ...(serviceTier ? { tier: serviceTier.type } : {}),
    ...(cacheMarks.length > 0 ? { cacheMarks } : {}),
  };
}

/** `1 validation error detected: Value at 'messages.1.member.role' failed to satisfy constraint: …`: lists count from one. */
function complaint(error: z.ZodError): string {
  const { path, problem, expected } = firstComplaint(error);
  const where = path.map((key) => (typeof key === "number" ? `${key + 1}.member` : key)).join(".");
  if (problem === "type") return "Malformed input request, please reformat your input and try again.";
  const constraint =
    problem === "missing"
      ? "Member must not be null"
      : `Member must satisfy enum value set: [${expected.replaceAll("'", "")}]`;
  return `1 validation error detected: Value at '${where}' failed to satisfy constraint: ${constraint}`;
}
