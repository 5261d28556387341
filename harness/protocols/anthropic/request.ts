import { z } from "zod";
import type { CallDraft } from "../../domain/call.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { firstComplaint } from "../shared/complaint.ts";
import { blocks, blocksOf, isMarked, textOf } from "./blocks.ts";
import { readMessages, wireMessage } from "./messages.ts";

const tool = z.looseObject({
  name: z.string().optional(),
  description: z.string().nullish(),
  input_schema: z.unknown().optional(),
  cache_control: z.unknown().optional(),
});
const body = z.looseObject({
  model: z.string(),
  max_tokens: z.int(),
  messages: z.array(wireMessage),
  system: blocks.nullish(),
  tools: z.array(tool).nullish(),
  stream: z.boolean().nullish(),
  cache_control: z.unknown().optional(),
  service_tier: z.string().nullish(),
});

/** @throws {BadRequest} in the provider's words. */
export function decodeMessages(value: unknown): Omit<CallDraft, "operation"> {
  if (value === undefined) throw new BadRequest("The request body is not valid JSON");
  const result = body.safeParse(value, { reportInput: true });
  if (!result.success) throw new BadRequest(complaint(result.error));
  const request = result.data;
  if (request.messages.length === 0) throw new BadRequest("messages: at least one message is required");
  const { messages, system, marks } = readMessages(request.messages);
  const tools = (request.tools ?? []).filter(isAgents);
  const cacheMarks = [
    ...tools.flatMap((tool, index) => (isMarked(tool) ? [index + 1] : [])),
    ...(blocksOf(request.system ?? []).some(isMarked) ? [tools.length + 1] : []),
    ...marks.map((after) => tools.length + 1 + after),
    // A mark on the request itself moves along with the last message.
    ...(isMarked(request) ? [tools.length + 1 + messages.length] : []),
  ];
  const stream = request.stream ?? false;
  const conversation = {
    model: request.model,
    system: [textOf(request.system), ...system].filter((text) => text !== "").join("\n\n"),
    messages,
    tools: tools.map(({ name = "", description, input_schema: parameters }) => ({
      name,
      ...(typeof description === "string" ? { description } : {}),
      parameters,
    })),
    maxOutputTokens: request.max_tokens,
    stream,
    ...(request.service_tier ? { tier: request.service_tier } : {}),
    ...(cacheMarks.length > 0 ? { cacheMarks: [...new Set(cacheMarks)].toSorted((a, b) => a - b) } : {}),
  };
  return { payload: { kind: "model", conversation }, stream };
}

/** Tools that the provider runs itself have no schema, and are no business of the agent's. */
const isAgents = ({ name, input_schema }: z.output<typeof tool>): boolean =>
  name !== undefined && input_schema !== undefined;

/** `messages.0.content: Field required` */
function complaint(error: z.ZodError): string {
  const { path, problem, expected } = firstComplaint(error);
  const name = path.length === 0 ? "body" : path.join(".");
  if (problem === "missing") return `${name}: Field required`;
  if (problem === "value") return `${name}: Input should be ${expected}`;
  return `${name}: Input should be ${pydanticNouns[expected] ?? expected}`;
}

const pydanticNouns: Readonly<Record<string, string>> = {
  "a string": "a valid string",
  "an array": "a valid list",
  "an object": "a valid dictionary",
  "an int": "a valid integer",
  "a number": "a valid integer",
  "a boolean": "a valid boolean",
  "a string or an array": "a valid string or list",
};
