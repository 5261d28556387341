import type { DriverContext, Expected } from "../driver.ts";
import { alike, byStatus, from, type Rows } from "./rows.ts";

/** What a careful agent makes of a status that is no success. */
export class StatusError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`Status ${status}`);
    this.status = status;
  }
}

export const within = ({ signal, timeout }: DriverContext): AbortSignal =>
  timeout === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeout)]);

/** Node's own fetch, as agents use it for a service that has no client of its own. @throws {StatusError} */
export async function fetched(context: DriverContext, path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${context.baseUrl}${path}`, { ...init, signal: within(context) });
  if (!response.ok) throw new StatusError(response.status);
  return response;
}

/** A question in JSON. */
export const posted = (context: DriverContext, path: string, body: unknown, accept = "application/json") =>
  fetched(context, path, {
    method: "POST",
    headers: { "content-type": "application/json", accept },
    body: JSON.stringify(body),
  });

/** Of services without an error model of their own, and of their proxies. */
export const usualStatuses = {
  throttled: 429,
  overloaded: 503,
  "server-error": 500,
  "bad-gateway": 502,
  unavailable: 503,
  "gateway-timeout": 504,
  "credentials-expired": 401,
  "access-denied": 403,
  "not-found": 404,
  "invalid-request": 400,
} as const;

export const standard = from("docs: Fetch standard, and Node's http and errors pages");
const measured = from("measured: bare sockets, 2026-11-22");
export const lost = (cause: string, message = "fetch failed"): Expected =>
  measured({ raises: "TypeError", cause, message });
const refused = (status: number): Expected => standard({ raises: "StatusError", status });

/** Statuses as they are; nothing is asked again. */
export const refusedBy = (statuses: Readonly<Record<string, number>>): Rows => byStatus(statuses, refused);
export const waited: Rows = { "throttled with a wait": refused(429) };

export const unreachable: Rows = {
  reset: lost("ECONNRESET"),
  refused: lost("ECONNREFUSED"),
  dns: lost("ENOTFOUND"),
  hang: standard({ raises: "DOMException", name: "TimeoutError" }),
};

/** A body of JSON that is read whole. */
export const unreadable: Rows = {
  ...alike("", ["invalid-json", "empty-body", "html-200"], standard({ raises: "SyntaxError" })),
  "body cut:reset": lost("ECONNRESET", "terminated"),
};
