import http from "node:http";
import https from "node:https";
import { join } from "node:path";
import type { Driver, DriverContext, Expected } from "../driver.ts";
import { alike, byStatus, from, type Rows } from "./rows.ts";

/** What a careful agent makes of a status that is no success. */
class StatusError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`Status ${status}`);
    this.status = status;
  }
}

const within = ({ signal, timeout }: DriverContext): AbortSignal =>
  timeout === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeout)]);

const told = (value: unknown): string => String((value as { readonly said?: unknown }).said);

async function withFetch(context: DriverContext): Promise<void> {
  const response = await fetch(`${context.baseUrl}/says/1`, { signal: within(context) });
  if (!response.ok) throw new StatusError(response.status);
  context.say(told(await response.json()));
}

/** Through the module's own functions, as older clients call them. */
function withNode(context: DriverContext): Promise<void> {
  const url = new URL(`${context.baseUrl}/says/1`);
  return new Promise((resolve, reject) => {
    const { get } = url.protocol === "https:" ? https : http;
    const request = get(url, { signal: within(context) }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        try {
          if (response.statusCode !== 200) throw new StatusError(response.statusCode ?? 0);
          context.say(told(JSON.parse(Buffer.concat(parts).toString())));
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on("error", reject);
  });
}

const statuses = {
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
const docs = from("docs: Fetch standard, and Node's http and errors pages");
const refused = (status: number): Expected => docs({ raises: "StatusError", status });

const always: Rows = {
  healthy: docs({ said: "answer" }),
  ...byStatus(statuses, refused),
  "throttled with a wait": refused(429),
  ...alike("", ["invalid-json", "empty-body", "html-200"], docs({ raises: "SyntaxError" })),
  "empty-object": docs({ said: "undefined" }),
};
const fetched = from("measured: bare sockets, 2026-11-22");
const failed = (cause: string, message = "fetch failed"): Expected => fetched({ raises: "TypeError", cause, message });
const coded = (code: string): Expected => docs({ raises: "Error", code });

const base = {
  package: "node",
  protocol: "http-json",
  mode: "whole",
  transport: "h1",
  dependency: { boundary: "tool", url: "https://tools.example.com" },
  mocks: join(import.meta.dirname, "..", "mocks", "tools.mocks.ts"),
} as const;

export const plainHttpDrivers: readonly Driver[] = [
  {
    id: "http-json with fetch",
    ...base,
    call: withFetch,
    expected: {
      ...always,
      reset: failed("ECONNRESET"),
      refused: failed("ECONNREFUSED"),
      dns: failed("ENOTFOUND"),
      hang: docs({ raises: "DOMException", name: "TimeoutError" }),
      "body cut:reset": failed("ECONNRESET", "terminated"),
    },
  },
  {
    id: "http-json with node:https",
    ...base,
    call: withNode,
    expected: {
      ...always,
      ...Object.fromEntries(
        Object.entries({ reset: "ECONNRESET", refused: "ECONNREFUSED", dns: "ENOTFOUND" }).map(([id, code]) => [
          id,
          coded(code),
        ]),
      ),
      // In process the socket that waits is a real one, and virtual time stands still while a socket is open.
      hang: { notTried: "an open socket without a reply holds the virtual clock; the same wait is tried with fetch" },
      "body cut:reset": docs({ raises: "Error", code: "ECONNRESET", message: "read ECONNRESET" }),
    },
  },
];
