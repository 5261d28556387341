import http from "node:http";
import https from "node:https";
import { join } from "node:path";
import type { Driver, DriverContext, Expected } from "../driver.ts";
import {
  fetched,
  refusedBy,
  StatusError,
  standard,
  unreachable,
  unreadable,
  usualStatuses,
  waited,
  within,
} from "./fetching.ts";
import type { Rows } from "./rows.ts";

const told = (value: unknown): string => String((value as { readonly said?: unknown }).said);

async function withFetch(context: DriverContext): Promise<void> {
  const response = await fetched(context, "/says/1");
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

const always: Rows = {
  healthy: standard({ said: "answer" }),
  ...refusedBy(usualStatuses),
  ...waited,
  ...unreadable,
  "empty-object": standard({ said: "undefined" }),
};
const coded = (code: string): Expected => standard({ raises: "Error", code });

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
      ...unreachable,
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
      "body cut:reset": standard({ raises: "Error", code: "ECONNRESET", message: "read ECONNRESET" }),
    },
  },
];
