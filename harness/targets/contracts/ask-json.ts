import type { IncomingMessage } from "node:http";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import { httpCall, readText } from "../http-call.ts";
import { glimpse } from "../read-answer.ts";
import type { Asking } from "./contract.ts";

/** Posts JSON. The head of a response with a status of success; any other is the agent's crash. */
export async function post(
  path: string,
  body: unknown,
  { url, headers, signal }: Asking,
  more: Readonly<Record<string, string>> = {},
): Promise<IncomingMessage> {
  const address = url + path;
  const response = await httpCall(address, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...headers, ...more },
    body: JSON.stringify(body),
    signal,
  });
  return accepted(response, address);
}

/** A response of success; any other status is a crash, in the agent's own words. */
export async function accepted(response: IncomingMessage, address: string): Promise<IncomingMessage> {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status <= 299) return response;
  const start = (await readText(response, 300)).trim();
  throw new AgentCrash(
    `The agent at ${address} answered with status ${status}${start ? `: ${start}` : ", without a body"}`,
  );
}

export const isStream = (response: IncomingMessage): boolean =>
  (response.headers["content-type"] ?? "").includes("text/event-stream");

/** A body as JSON. @param wanted what it should have been, for the message. */
export async function readJson(response: IncomingMessage, { url, keep }: Asking, wanted: string): Promise<unknown> {
  const text = await readText(response, keep);
  try {
    return JSON.parse(text);
  } catch {
    throw new TargetFailure(
      `The agent at ${url} answered with what is not JSON, ${glimpse(text)}: it must answer with ${wanted}.`,
    );
  }
}

/** Reads a value as a schema has it, or says that this is not what the contract promises. */
export function understood<T>(
  schema: { safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false } },
  value: unknown,
  { url }: Pick<Asking, "url">,
  wanted: string,
): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new TargetFailure(`The agent at ${url} answered with ${glimpse(value)}: it must answer with ${wanted}.`);
}
