import type { ServerResponse } from "node:http";
import type { Refusal } from "./refusal.ts";

/** On every answer: nothing is kept, framed, guessed, or told to others. */
const always = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/** Only what the page itself brought along, by its nonce; no script can be made from text. */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");

export function respond(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    ...always,
    "Content-Type": type,
    "Content-Length": String(Buffer.byteLength(text)),
    ...headers,
  });
  response.end(response.req.method === "HEAD" ? undefined : text);
}

export const respondJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => respond(response, status, "application/json; charset=utf-8", `${JSON.stringify(value)}\n`, headers);

/** The rest of a body that is refused is not waited for: the connection ends with the answer. */
export function respondRefusal(response: ServerResponse, { status, message, headers }: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const unread = response.req.complete ? {} : { Connection: "close" };
  respondJson(response, status, { error: message }, { ...headers, ...unread });
}

export function startEvents(response: ServerResponse): void {
  response.writeHead(200, { ...always, "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" });
  response.socket?.setNoDelay(true);
  response.flushHeaders();
}
