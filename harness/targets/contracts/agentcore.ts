import { z } from "zod";
import { TargetFailure } from "../../domain/ports.ts";
import type { Answer } from "../../domain/task.ts";
import { readText } from "../http-call.ts";
import { answerShape, glimpse, readAnswer } from "../read-answer.ts";
import { filled, valueAt } from "../value-at.ts";
import { isStream, post } from "./ask-json.ts";
import { defineHttpContract } from "./contract.ts";
import { streamed } from "./json.ts";
import { answerPath, requestTemplate } from "./request-template.ts";

const settings = z.strictObject({
  request: requestTemplate({ prompt: "{{prompt}}", input: "{{input}}" }),
  answer: answerPath,
});

/** The runtime's service contract: port 8080, `POST /invocations`, `GET /ping` (Healthy or HealthyBusy), a session header of 33 characters or more. */
export const agentcore = defineHttpContract({
  name: "agentcore",
  summary: "POST /invocations with the session in a header; GET /ping says whether it is there.",
  settings,
  ready: "/ping",
  open: ({ request, answer }, session) => ({
    async ask({ id, prompt, input }, asking) {
      const body = filled(request, { id, prompt, input, session });
      const response = await post("/invocations", body, asking, {
        accept: "application/json, text/event-stream",
        "x-amzn-bedrock-agentcore-runtime-session-id": session,
      });
      if (isStream(response)) return streamed(response, asking);
      return answered(await readText(response, asking.keep), answer, asking.url);
    },
  }),
});

/** The runtime's own server sends a bare text as it is and calls it JSON all the same. */
function answered(text: string, path: string | undefined, url: string): Answer {
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // a bare text
  }
  const found = path === undefined ? readAnswer(value) : { text: valueAt(value, path), data: value };
  if (found && typeof found.text === "string") return { ...found, text: found.text };
  const wanted = path === undefined ? answerShape : `a text at "${path}"`;
  throw new TargetFailure(
    `The agent at ${url}/invocations answered with ${glimpse(value)}: it must answer with ${wanted}.`,
  );
}
