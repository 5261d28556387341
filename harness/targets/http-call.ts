import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";

/**
 * One request on a connection of its own. node:http, since fetch ends a wait for headers after five minutes.
 * Resolves with the head of the response; rejects with the network's error or the signal's reason.
 */
export function httpCall(
  url: string,
  options: {
    readonly method: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
    readonly signal: AbortSignal;
  },
): Promise<IncomingMessage> {
  const { method, headers = {}, body, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const send = url.startsWith("https:") ? httpsRequest : httpRequest;
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const request = send(url, { method, headers: { ...headers, ...length }, agent: false });
    const stop = (): void =>
      void request.destroy(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    signal.addEventListener("abort", stop, { once: true });
    request.once("close", () => signal.removeEventListener("abort", stop));
    request.once("response", resolve);
    request.once("error", (error) => reject(signal.aborted ? signal.reason : error));
    request.end(body);
  });
}

/** The body as text, up to so many characters; the rest is not read. */
export async function readText(response: IncomingMessage, limit: number): Promise<string> {
  response.setEncoding("utf8");
  let text = "";
  for await (const part of response) {
    text += String(part);
    if (text.length > limit) return text.slice(0, limit);
  }
  return text;
}
