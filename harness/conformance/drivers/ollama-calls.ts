import { Ollama } from "ollama";
import type { DriverContext } from "../driver.ts";

const ask = { model: "llama3.2", messages: [{ role: "user", content: "hello" }] };

const clientOf = ({ baseUrl }: DriverContext): Ollama => new Ollama({ host: baseUrl });

/** The client takes neither a timeout nor a signal here. */
export async function chat(context: DriverContext): Promise<void> {
  const response = await clientOf(context).chat({ ...ask, stream: false });
  context.say(response.message.content);
}

export async function chatStream(context: DriverContext): Promise<void> {
  const client = clientOf(context);
  const parts = await client.chat({ ...ask, stream: true });
  context.signal.addEventListener("abort", () => parts.abort());
  for await (const part of parts) context.say(part.message.content);
}

export async function embed(context: DriverContext): Promise<void> {
  const response = await clientOf(context).embed({ model: "nomic-embed-text", input: "hello" });
  context.say(String(response.embeddings[0]?.length ?? 0));
}
