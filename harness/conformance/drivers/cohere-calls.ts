import { CohereClient, CohereClientV2 } from "cohere-ai";
import type { DriverContext } from "../driver.ts";

const ask = { model: "command-a-03-2025", messages: [{ role: "user" as const, content: "hello" }] };

const clientOf = ({ baseUrl, timeout }: DriverContext): CohereClientV2 =>
  new CohereClientV2({
    token: "brownout",
    baseUrl,
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout / 1000 }),
  });

export async function chat(context: DriverContext): Promise<void> {
  const response = await clientOf(context).chat(ask, { abortSignal: context.signal });
  context.say((response.message.content ?? []).map((item) => ("text" in item ? item.text : "")).join(""));
}

export async function chatStream(context: DriverContext): Promise<void> {
  const events = await clientOf(context).chatStream(ask, { abortSignal: context.signal });
  for await (const event of events)
    if (event.type === "content-delta") context.say(event.delta?.message?.content?.text ?? "");
}

export async function embed(context: DriverContext): Promise<void> {
  const response = await clientOf(context).embed(
    { model: "embed-v4.0", inputType: "search_query", embeddingTypes: ["float"], texts: ["hello"] },
    { abortSignal: context.signal },
  );
  context.say(String(response.embeddings.float?.[0]?.length ?? 0));
}

/** Version 1, in which vectors stand bare. */
export async function embedFirst({ baseUrl, timeout, signal, say }: DriverContext): Promise<void> {
  const client = new CohereClient({
    token: "brownout",
    baseUrl,
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout / 1000 }),
  });
  const { embeddings } = await client.embed(
    { model: "embed-v4.0", inputType: "search_query", texts: ["hello"] },
    { abortSignal: signal },
  );
  say(String(Array.isArray(embeddings) ? (embeddings[0]?.length ?? 0) : "by type"));
}
