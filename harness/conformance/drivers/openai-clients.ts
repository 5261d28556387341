import OpenAI, { AzureOpenAI } from "openai";
import type { DriverContext } from "../driver.ts";

const limitOf = ({ timeout }: DriverContext): { timeout?: number } => (timeout === undefined ? {} : { timeout });

/** The client with its defaults, for the platform and for servers that are compatible with it. */
export const clientOf = (context: DriverContext): OpenAI =>
  new OpenAI({ apiKey: "sk-brownout", baseURL: context.baseUrl, ...limitOf(context) });

export const azureClientOf = (context: DriverContext): AzureOpenAI =>
  new AzureOpenAI({
    apiKey: "brownout",
    endpoint: context.baseUrl,
    apiVersion: "2024-10-21",
    deployment: "gpt-5",
    ...limitOf(context),
  });
