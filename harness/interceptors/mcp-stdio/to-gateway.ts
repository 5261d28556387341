import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { upstreamHeader } from "../../domain/system-map.ts";
import { scopeHeader } from "../scope.ts";
import { eventReader, lineCutter } from "./lines.ts";
import type { Place } from "./place.ts";

/** How the way of one message ended. `broken`: the connection did, which over standard streams is the server's death. */
export type Way =
  | { readonly end: "over" }
  | { readonly end: "broken"; readonly reason: string }
  /** The gateway has no such dependency, or will not let the call through. */
  | { readonly end: "refused"; readonly reason: string }
  /** A status that says no, in words that are no JSON-RPC. */
  | { readonly end: "failed"; readonly reason: string };

export interface Sender {
  /** @param told is given each message that comes back, as one line. */
  send(
    line: Uint8Array,
    told: (line: string) => void,
    signal: AbortSignal,
  ): { sent: Promise<void>; done: Promise<Way> };
}

/** Sends messages through the gateway, each as a POST of streamable HTTP. */
export function toGateway({ address, scope }: Place, upstream: string): Sender {
  // Of our own: the agent's environment may name a proxy, and what goes to the gateway goes there.
  const agent = new Agent({ keepAlive: true });
  return {
    send(line, told, signal) {
      const sending = httpRequest(address, {
        agent,
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          [upstreamHeader]: upstream,
          ...(scope === undefined ? {} : { [scopeHeader]: scope }),
          "content-length": line.length,
        },
      });
      const giveUp = (): void => void sending.destroy();
      if (signal.aborted) giveUp();
      else signal.addEventListener("abort", giveUp, { once: true });
      const done = new Promise<Way>((resolve) => {
        const broken = (error: Error): void =>
          resolve(signal.aborted ? { end: "over" } : { end: "broken", reason: error.message });
        sending.on("response", (response) => read(response, told).then(resolve, broken));
        sending.on("error", broken);
      }).finally(() => signal.removeEventListener("abort", giveUp));
      const sent = new Promise<void>((resolve) => {
        sending.once("finish", () => resolve());
        sending.once("close", () => resolve());
      });
      sending.end(line);
      return { sent, done };
    },
  };
}

/** @throws {Error} if the connection breaks. */
async function read(response: IncomingMessage, told: (line: string) => void): Promise<Way> {
  const type = response.headers["content-type"] ?? "";
  if (type.includes("text/event-stream")) {
    const cutter = lineCutter();
    const event = eventReader(told);
    for await (const chunk of response) for (const line of cutter.push(chunk as Buffer)) event(line);
    return { end: "over" };
  }
  const parts: Buffer[] = [];
  for await (const chunk of response) parts.push(chunk as Buffer);
  const text = Buffer.concat(parts).toString();
  const ours = /"type":"brownout_\w+","message":("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  if (ours !== undefined) return { end: "refused", reason: String(JSON.parse(ours)) };
  const status = response.statusCode ?? 0;
  if (status >= 400 && !/"jsonrpc"\s*:\s*"2\.0"/.test(text)) {
    return { end: "failed", reason: `HTTP ${status}${text === "" ? "" : `: ${text.slice(0, 500)}`}` };
  }
  // A page, or half a document: a server that prints what is no message.
  if (text !== "") told(text.trimEnd());
  return { end: "over" };
}
