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
});
type Message = { readonly role: "user" | "assistant"; readonly content: string };

const wanted = 'a chat completion with a text at "choices.0.message.content"';
const text = z.string().nullish();
const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: text, refusal: text }) })).min(1),
});
const chunk = z.object({
  choices: z
    .array(z.object({ delta: z.object({ content: text, refusal: text }).nullish(), finish_reason: text }))
    .default([]),
  error: z.object({ message: z.string() }).nullish(),
});

/** An agent that offers the chat completions API itself. It keeps nothing: each turn brings the conversation so far. */
export const openaiChat = defineHttpContract({
  name: "openai-chat",
  summary: "POST /chat/completions below the address; every turn carries the conversation so far.",
  settings,
  ready: "/",
  open({ model, stream }) {
    const said: Message[] = [];
    return {
      async ask(task, asking) {
        const asked: Message = { role: "user", content: spoken(task) };
        const body = { model, messages: [...said, asked], stream };
        const accept = stream ? "text/event-stream" : "application/json";
        const response = await post("/chat/completions", body, asking, { accept });
        const answer = isStream(response)
          ? await joined(response, asking)
          : whole(await readJson(response, asking, wanted), asking);
        said.push(asked, { role: "assistant", content: answer });
        return { text: answer };
      },
    };
  },
});

function whole(value: unknown, asking: Asking): string {
  const message = understood(completion, value, asking, wanted).choices[0]?.message;
  const found = message?.content ?? message?.refusal;
  if (typeof found === "string") return found;
  throw new TargetFailure(`The agent at ${asking.url} answered with ${glimpse(value)}: it must answer with ${wanted}.`);
}

async function joined(body: AsyncIterable<Uint8Array>, asking: Asking): Promise<string> {
  let answer = "";
  let over = false;
  for await (const { data } of sseEvents(body)) {
    if (data === "[DONE]") {
      over = true;
      break;
    }
    const read = understood(chunk, eventValue(data), asking, "chat completion chunks");
    if (read.error) throw new AgentCrash(`The agent at ${asking.url} reported in its stream: ${read.error.message}`);
    const [choice] = read.choices;
    answer += choice?.delta?.content ?? choice?.delta?.refusal ?? "";
    over ||= typeof choice?.finish_reason === "string";
  }
  if (over) return answer;
  throw new AgentCrash(
    `The stream of the agent at ${asking.url} ended without a finish reason, after ${answer.length} characters.`,
  );
}
