import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { GoogleGenAI } from "@google/genai";
import { generateText, streamText } from "ai";
import type { DriverContext } from "../driver.ts";

const model = "gemini-2.5-flash";

export function clientOf({ baseUrl, timeout }: DriverContext, vertexai: boolean): GoogleGenAI {
  const httpOptions = { baseUrl, ...(timeout === undefined ? {} : { timeout }) };
  return new GoogleGenAI({ apiKey: "brownout", vertexai, httpOptions });
}

export const generate =
  (vertexai: boolean) =>
  async (context: DriverContext): Promise<void> => {
    const config = { abortSignal: context.signal };
    const response = await clientOf(context, vertexai).models.generateContent({ model, contents: "hello", config });
    context.say(response.text ?? "");
  };

export const generateStream =
  (vertexai: boolean) =>
  async (context: DriverContext): Promise<void> => {
    const config = { abortSignal: context.signal };
    const chunks = await clientOf(context, vertexai).models.generateContentStream({ model, contents: "hello", config });
    for await (const chunk of chunks) context.say(chunk.text ?? "");
  };

export const embed =
  (vertexai: boolean) =>
  async (context: DriverContext): Promise<void> => {
    const response = await clientOf(context, vertexai).models.embedContent({
      model: "gemini-embedding-001",
      contents: "hello",
      config: { abortSignal: context.signal },
    });
    context.say(String(response.embeddings?.[0]?.values?.length ?? 0));
  };

/** The provider's base address has the version in it. */
const modelOf = ({ baseUrl }: DriverContext) =>
  createGoogleGenerativeAI({ apiKey: "brownout", baseURL: `${baseUrl}/v1beta` })(model);

export async function aiGenerate(context: DriverContext): Promise<void> {
  const { text } = await generateText({ model: modelOf(context), prompt: "hello", abortSignal: context.signal });
  context.say(text);
}

/** An error is a part of the stream; who reads only the text does not see it. */
export async function aiStream(context: DriverContext): Promise<void> {
  const result = streamText({
    model: modelOf(context),
    prompt: "hello",
    abortSignal: context.signal,
    onError: () => {},
  });
  for await (const part of result.fullStream) {
    if (part.type === "error") throw part.error;
    if (part.type === "text-delta") context.say(part.text);
  }
}
