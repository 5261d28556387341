import { z } from "zod";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import type { Answer } from "../../domain/task.ts";
import { readText } from "../http-call.ts";
import { answerShape, glimpse, readAnswer } from "../read-answer.ts";
import { readStream } from "../sse-text.ts";
import { filled, placeholders, valueAt } from "../value-at.ts";
import { isStream, post } from "./ask-json.ts";
import { type Asking, defineHttpContract } from "./contract.ts";
import { answerPath, requestTemplate } from "./request-template.ts";

const usual = { id: "{{id}}", prompt: "{{prompt}}", input: "{{input}}" };
const isUsual = (request: Readonly<Record<string, unknown>>): boolean =>
  JSON.stringify(request) === JSON.stringify(usual);
const settings = z.strictObject({
  request: requestTemplate(usual),
  answer: answerPath,
  sessionHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, "must be the name of a header")
    .optional()
    .describe("The header that carries the id of the conversation."),
});

/** JSON by POST to the address itself. */
export const json = defineHttpContract({
  name: "json",
  summary:
    "The task is posted as JSON; the answer is JSON, text, server-sent events or the AI SDK's UI message stream.",
  settings,
  ready: "/",
  lacksSession: ({ request, sessionHeader }) =>
    sessionHeader === undefined && !isUsual(request) && !placeholders(request).includes("session")
      ? 'Its request has no {{session}}. Put it where the agent looks for the conversation, or name a header as "sessionHeader".'
      : undefined,
  open: ({ request, answer, sessionHeader }, session) => ({
    async ask({ id, prompt, input, session: several }, asking) {
      // Agents that are asked one thing only are not handed a key that they may not know.
      const told = several !== undefined && isUsual(request) ? { ...request, session: "{{session}}" } : request;
      const body = filled(told, { id, prompt, input, session });
      const response = await post("", body, asking, {
        accept: "application/json, text/event-stream;q=0.9, text/plain;q=0.8",
        ...(sessionHeader === undefined ? {} : { [sessionHeader]: session }),
      });
      if (isStream(response)) return streamed(response, asking);
      const text = await readText(response, asking.keep);
      if ((response.headers["content-type"] ?? "").startsWith("text/plain")) return { text };
      return answered(text, answer, asking.url);
    },
  }),
});

/** The answer of a stream; what it reports itself is the agent's crash. */
export async function streamed(response: AsyncIterable<Uint8Array>, { url }: Pick<Asking, "url">): Promise<Answer> {
  const read = await readStream(response);
  if ("answer" in read) return read.answer;
  if ("error" in read) throw new AgentCrash(`The agent at ${url} reported in its stream: ${read.error}`);
  throw new TargetFailure(
    `The agent at ${url} streamed ${read.events} events with no text in a shape that Brownout knows.`,
  );
}

function answered(text: string, path: string | undefined, url: string): Answer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TargetFailure(
      `The agent at ${url} answered with what is not JSON, ${glimpse(text)}: it must answer with ${answerShape}.`,
    );
  }
  if (path === undefined) {
    const answer = readAnswer(value);
    if (answer) return answer;
    throw new TargetFailure(
      `The agent at ${url} answered with ${glimpse(value)}: it must answer with ${answerShape}, or its definition must say under "with" at which path the "answer" stands.`,
    );
  }
  const found = valueAt(value, path);
  if (typeof found === "string") return { text: found, data: value };
  throw new TargetFailure(`The agent at ${url} answered with ${glimpse(value)}, which has no text at "${path}".`);
}
