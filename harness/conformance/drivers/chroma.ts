import { ChromaClient } from "chromadb";
import type { Driver, Expected } from "../driver.ts";
import { soughtVector } from "./sought-vector.ts";

const source = "measured: bare sockets, 2026-11-28" as const;
const once = { attempts: 1, source } as const;
const raised = (raises: string, rest: Partial<Expected> = {}): Expected => ({ raises, ...rest, ...once });
const server = (message: string): Expected => raised("ChromaServerError", { message });
const unreachable = raised("ChromaConnectionError", { message: "Failed to connect to chromadb" });
/** An answer without columns is taken for one that found nothing. */
const hollow: Expected = { ...once };

export const chromaDrivers: readonly Driver[] = [
  {
    id: "chroma query",
    package: "chromadb",
    protocol: "chroma",
    mode: "whole",
    transport: "h1",
    dependency: { boundary: "retrieval", url: "https://api.trychroma.com" },
    async call({ baseUrl, say }) {
      const { hostname, port, protocol, pathname } = new URL(baseUrl);
      const ssl = protocol === "https:";
      const client = new ChromaClient({
        ssl,
        host: hostname,
        // The client has no base path; it puts what it takes for a port in front of its own paths.
        port: `${port || (ssl ? 443 : 80)}${pathname.replace(/\/$/, "")}` as unknown as number,
        tenant: "default_tenant",
        database: "default_database",
      });
      // By id: the usual look-up by name would meet every failure first.
      const { ids } = await client
        .collection("7c1f6a1e-0e0b-4f0b-9a53-8f6f1c0d2e11")
        .query({ queryEmbeddings: [[...soughtVector]], nResults: 2 });
      say((ids[0] ?? []).join());
    },
    expected: {
      healthy: { said: "returns,returns-sale", ...once },
      "failure:throttled": raised("ChromaRateLimitError", { message: "Rate limit exceeded" }),
      "failure:quota-exhausted": raised("ChromaQuotaExceededError", { message: "Quota exceeded" }),
      "failure:overloaded": raised("ChromaRateLimitError", { message: "Rate limit exceeded" }),
      "failure:server-error": server("Error executing plan"),
      "failure:unavailable": server("Error executing plan"),
      "failure:gateway-timeout": server("Error executing plan"),
      "failure:credentials-expired": raised("ChromaUnauthorizedError", { name: "ChromaAuthError" }),
      "failure:access-denied": raised("ChromaForbiddenError"),
      "failure:not-found": raised("ChromaNotFoundError"),
      "failure:invalid-request": raised("ChromaClientError", { message: "with status: Collection expecting" }),
      reset: unreachable,
      refused: unreachable,
      dns: unreachable,
      // It has no time-out of its own.
      hang: { hangs: true, ...once },
      "invalid-json": raised("SyntaxError"),
      "empty-body": hollow,
      "empty-object": hollow,
      "html-200": hollow,
      "body cut:reset": raised("TypeError", { cause: "ECONNRESET", message: "terminated" }),
    },
  },
];
