import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import type { Answer } from "../../domain/task.ts";
import { pause } from "../real-time.ts";
import { discover, type Spoken } from "./a2a-card.ts";
import { isResting, learn, nothingYet, type Progress } from "./a2a-task.ts";
import { a2aWire } from "./a2a-wire.ts";
import { type Asking, defineHttpContract } from "./contract.ts";

const settings = z.strictObject({
  binding: z
    .enum(["JSONRPC", "HTTP+JSON"])
    .optional()
    .describe("Which of those that the card offers; its first if left out."),
  stream: z
    .boolean()
    .optional()
    .describe("Ask for a stream; if left out, where the card says that the agent has them."),
});
const pollMs = 100;

/** An agent of the Agent2Agent protocol: its card is read, a message is sent, its task is followed to its end, or cancelled. */
export const a2a = defineHttpContract({
  name: "a2a",
  summary: "The agent's card is read at the address; a message is sent, streamed or not, and its task followed.",
  settings,
  ready: "/.well-known/agent-card.json",
  open({ binding, stream }) {
    let spoken: Spoken | undefined;
    /** What the next turn goes on with. */
    let context: string | undefined;
    let waiting: string | undefined;
    return {
      async ask({ id, prompt, input }, asking) {
        spoken ??= await discover(asking, binding);
        const wire = a2aWire(spoken, asking);
        const progress = nothingYet();
        try {
          const metadata = Object.keys(input).length === 0 ? undefined : { id, input };
          const told = wire.send(
            { messageId: randomUUID(), text: prompt, context, task: waiting, metadata },
            stream ?? spoken.streams,
            asking.signal,
          );
          for await (const one of told) learn(progress, one);
          while (!isResting(progress) && progress.task !== undefined) {
            learn(progress, await wire.get(progress.task, asking.signal));
            if (!isResting(progress)) await pause(pollMs, asking.signal);
          }
        } catch (error) {
          if (asking.signal.aborted && progress.task !== undefined && !isResting(progress))
            await wire.cancel(progress.task, AbortSignal.timeout(1000)).catch(() => undefined);
          throw error;
        }
        context = progress.context || context;
        waiting = progress.state === "input-required" ? progress.task : undefined;
        return answered(progress, asking);
      },
    };
  },
});

/** What the agent made is the answer; where it made nothing, what it said last. */
function answered({ state, words, artifacts }: Progress, { url }: Asking): Answer {
  const made = [...artifacts.values()].join("\n");
  const text = made === "" ? words : made;
  if (state === "failed" || state === "canceled" || state === "cancelled")
    throw new AgentCrash(`The task of the agent at ${url} ended as ${state}${text === "" ? "" : `: ${text}`}`);
  if (text === "")
    throw new TargetFailure(`The agent at ${url} answered without a text${state === undefined ? "" : ` (${state})`}.`);
  return state === "message" || state === "completed" ? { text } : { text, data: { state } };
}
