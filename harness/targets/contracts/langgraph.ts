import { z } from "zod";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import type { Answer } from "../../domain/task.ts";
import { glimpse } from "../read-answer.ts";
import { eventValue, sseEvents } from "../sse-text.ts";
import { filled, valueAt } from "../value-at.ts";
import { isStream, post, readJson, understood } from "./ask-json.ts";
import { type Asking, defineHttpContract } from "./contract.ts";
import { answerPath, requestTemplate } from "./request-template.ts";

const settings = z.strictObject({
  assistant: z.string().min(1).default("agent").describe("The assistant, or the graph by its name in langgraph.json."),
  stream: z.boolean().default(false).describe("Ask by runs/stream instead of runs/wait."),
  request: requestTemplate({ messages: [{ role: "user", content: "{{prompt}}" }] }),
  answer: answerPath,
});

const thread = z.object({ thread_id: z.string() });
const failure = z.object({ error: z.string().optional(), message: z.string().optional() });
const state = z.looseObject({
  __error__: failure.optional(),
  __interrupt__: z.array(z.looseObject({ value: z.unknown().optional() })).optional(),
  messages: z.array(z.looseObject({ type: z.string().optional(), content: z.unknown().optional() })).optional(),
});
const wanted = "the state of the graph, its last message the agent's";

/** A LangGraph server: a thread for each conversation, which the server itself names, and a run for each turn. */
export const langgraph = defineHttpContract({
  name: "langgraph",
  summary: "POST /threads, then /threads/{id}/runs/wait or runs/stream for each turn.",
  settings,
  ready: "/ok",
  open({ assistant, stream, request, answer }, session) {
    let opened: string | undefined;
    return {
      async ask({ id, prompt, input }, asking) {
        opened ??= understood(
          thread,
          await readJson(await post("/threads", {}, asking), asking, "a thread"),
          asking,
          "a thread",
        ).thread_id;
        const run = {
          assistant_id: assistant,
          input: filled(request, { id, prompt, input, session }),
          on_disconnect: "cancel",
          ...(stream ? { stream_mode: ["values"] } : {}),
        };
        const path = `/threads/${opened}/runs/${stream ? "stream" : "wait"}`;
        const response = await post(path, run, asking, stream ? { accept: "text/event-stream" } : {});
        const value = isStream(response)
          ? await lastValues(response, asking)
          : await readJson(response, asking, wanted);
        return answered(value, answer, asking);
      },
    };
  },
});

/** Failures come with status 200; a graph that waits for a person says what it asks. */
function answered(value: unknown, path: string | undefined, asking: Asking): Answer {
  const { __error__: error, __interrupt__: interrupts, messages } = understood(state, value, asking, wanted);
  if (error)
    throw new AgentCrash(
      `The run of the agent at ${asking.url} failed: ${error.message ?? error.error ?? "no reason"}`,
    );
  const [asks] = interrupts ?? [];
  if (asks) return { text: textOf(asks.value) ?? JSON.stringify(asks.value), data: { interrupted: true } };
  const last = messages?.at(-1);
  const found =
    path === undefined ? (last?.type === "ai" ? textOf(last.content) : undefined) : textOf(valueAt(value, path));
  if (found !== undefined) return { text: found };
  const where = path === undefined ? wanted : `a text at "${path}"`;
  throw new TargetFailure(`The agent at ${asking.url} answered with ${glimpse(value)}: it must answer with ${where}.`);
}

/** A message's content is a text, or a list of parts. */
function textOf(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const parts = content.map((part: unknown) => valueAt(part, "text")).filter((part) => typeof part === "string");
  return parts.length === 0 ? undefined : parts.join("");
}

async function lastValues(body: AsyncIterable<Uint8Array>, asking: Asking): Promise<unknown> {
  let values: unknown;
  for await (const { event, data } of sseEvents(body)) {
    if (event !== "values" && event !== "error") continue;
    const value = eventValue(data);
    if (event === "error") {
      const said = failure.safeParse(value);
      throw new AgentCrash(`The run of the agent at ${asking.url} failed: ${said.data?.message ?? data}`);
    }
    values = value;
  }
  if (values === undefined) throw new AgentCrash(`The stream of the agent at ${asking.url} ended without a state.`);
  return values;
}
