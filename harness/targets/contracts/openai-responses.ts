import { z } from "zod";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import { glimpse } from "../read-answer.ts";
import { eventValue, sseEvents } from "../sse-text.ts";
import { isStream, post, readJson, understood } from "./ask-json.ts";
import { type Asking, defineHttpContract } from "./contract.ts";
import { spoken } from "./spoken.ts";

const settings = z.strictObject({
  model: z.string().min(1).default("agent").describe("The model that is asked for; agents often have one only."),
  stream: z.boolean().default(false).describe("Ask for a stream."),
  history: z
    .enum(["sent", "kept"])
    .default("sent")
    .describe("sent: every turn carries the conversation so far. kept: it names the previous response by its id."),
});

const wanted = "a response with a message of output text";
const reply = z.object({
  id: z.string(),
  status: z.string().nullish(),
  error: z.object({ message: z.string() }).nullish(),
  output: z.array(
    z.looseObject({
      type: z.string(),
      content: z
        .array(z.looseObject({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() }))
        .optional(),
    }),
  ),
});
type Reply = z.output<typeof reply>;
const event = z.looseObject({ type: z.string(), response: z.unknown().optional(), message: z.string().optional() });

/** An agent that offers the responses API itself. */
export const openaiResponses = defineHttpContract({
  name: "openai-responses",
  summary: "POST /responses below the address, with the conversation so far or the id of the previous response.",
  settings,
  ready: "/",
  open({ model, stream, history }) {
    const said: { readonly role: "user" | "assistant"; readonly content: string }[] = [];
    let previous: string | undefined;
    return {
      async ask(task, asking) {
        const asked = { role: "user" as const, content: spoken(task) };
        const body = {
          model,
          stream,
          input: history === "sent" ? [...said, asked] : [asked],
          ...(history === "kept" && previous !== undefined ? { previous_response_id: previous } : {}),
        };
        const accept = stream ? "text/event-stream" : "application/json";
        const response = await post("/responses", body, asking, { accept });
        const value = isStream(response) ? await last(response, asking) : await readJson(response, asking, wanted);
        const read = understood(reply, value, asking, wanted);
        const text = textOf(read, asking);
        said.push(asked, { role: "assistant", content: text });
        previous = read.id;
        return { text };
      },
    };
  },
});

function textOf(read: Reply, { url }: Asking): string {
  if (read.status === "failed" || read.error)
    throw new AgentCrash(`The agent at ${url} answered with a failed response: ${read.error?.message ?? "no reason"}`);
  const parts = read.output.flatMap(({ type, content }) => (type === "message" ? (content ?? []) : []));
  if (parts.length > 0) return parts.map(({ text, refusal }) => text ?? refusal ?? "").join("");
  throw new TargetFailure(`The agent at ${url} answered with ${glimpse(read)}: it must answer with ${wanted}.`);
}

/** The response that ends the stream. */
async function last(body: AsyncIterable<Uint8Array>, asking: Asking): Promise<unknown> {
  for await (const { data } of sseEvents(body)) {
    if (data === "[DONE]") break;
    const value = eventValue(data);
    const { type, response, message } = understood(event, value, asking, "events of a response");
    if (type === "error") throw new AgentCrash(`The agent at ${asking.url} reported in its stream: ${message ?? data}`);
    if (["response.completed", "response.incomplete", "response.failed"].includes(type)) return response;
  }
  throw new AgentCrash(`The stream of the agent at ${asking.url} ended before its response was complete.`);
}
