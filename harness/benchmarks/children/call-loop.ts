import OpenAI from "openai";
import { z } from "zod";
import { answerText, modelUrl, requestBody, requestPath } from "../payload.ts";

const loopShape = z.object({ client: z.enum(["fetch", "sdk"]), stream: z.boolean(), calls: z.number() });

/** A call by hand, body read to the end. */
async function byFetch(stream: boolean): Promise<string> {
  const response = await fetch(modelUrl + requestPath, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer test-key" },
    body: JSON.stringify(requestBody(stream)),
  });
  return response.text();
}

async function bySdk(client: OpenAI, stream: boolean): Promise<string> {
  const body = requestBody(false) as unknown as OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming;
  if (!stream) {
    const completion = await client.chat.completions.create(body);
    return completion.choices[0]?.message.content ?? "";
  }
  let text = "";
  for await (const chunk of await client.chat.completions.create({ ...body, stream: true })) {
    text += chunk.choices[0]?.delta.content ?? "";
  }
  return text;
}

/**
 * Calls one after another on one thread. The global fetch must be in place before: the client of the SDK takes it here.
 * @returns microseconds for one call
 */
export function callLoop(): (input: unknown) => Promise<number> {
  const client = new OpenAI({ apiKey: "test-key", baseURL: modelUrl, maxRetries: 0 });
  return async (input) => {
    const { client: kind, stream, calls } = loopShape.parse(input);
    const call = kind === "sdk" ? () => bySdk(client, stream) : () => byFetch(stream);
    const text = await call();
    const complete = kind === "fetch" && stream ? text.endsWith("[DONE]\n\n") : text.includes(answerText);
    if (!complete) throw new Error(`The answer is not the one that all sides give: ${text.slice(0, 200)}`);
    const from = performance.now();
    for (let i = 0; i < calls; i += 1) await call();
    return ((performance.now() - from) * 1000) / calls;
  };
}
