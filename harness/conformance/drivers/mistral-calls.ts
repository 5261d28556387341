import { Mistral } from "@mistralai/mistralai";
import type { DriverContext } from "../driver.ts";

const ask = { model: "mistral-small-latest", messages: [{ role: "user" as const, content: "hello" }] };

const clientOf = ({ baseUrl, timeout }: DriverContext): Mistral =>
  new Mistral({ apiKey: "brownout", serverURL: baseUrl, ...(timeout === undefined ? {} : { timeoutMs: timeout }) });

/** A signal takes the place of the client's own timeout, so it is given only where that is not in question. */
const optionsOf = ({ signal, timeout }: DriverContext) => (timeout === undefined ? { fetchOptions: { signal } } : {});

/** Content may be a list of chunks, of which this answer has none. */
const textOf = (content: unknown): string => (typeof content === "string" ? content : "");

export async function complete(context: DriverContext): Promise<void> {
  const response = await clientOf(context).chat.complete(ask, optionsOf(context));
  context.say(textOf(response.choices[0]?.message?.content));
}

export async function stream(context: DriverContext): Promise<void> {
  const events = await clientOf(context).chat.stream(ask, optionsOf(context));
  for await (const { data } of events) context.say(textOf(data.choices[0]?.delta.content));
}

export async function embed(context: DriverContext): Promise<void> {
  const request = { model: "mistral-embed", inputs: ["hello"] };
  const response = await clientOf(context).embeddings.create(request, optionsOf(context));
  context.say(String(response.data[0]?.embedding?.length ?? 0));
}
