import { weaviateV2 } from "weaviate-client";
import type { Driver, Expected } from "../driver.ts";
import { soughtVector } from "./sought-vector.ts";

const source = "measured: bare sockets, 2026-11-28" as const;
/** The client asks for the server's version when it is made, and does not wait for the answer: one request more in every case. */
const once = { attempts: 2, gaps: [[0, 200]], source } as const;
/** The GraphQL client that it is built on raises for errors in a 200 as for a status. */
const raised = (message: string): Expected => ({ raises: "ClientError", message, ...once });
const broken = (raises: string, rest: Partial<Expected> = {}): Expected => ({ raises, ...rest, ...once });

const dependency = {
  boundary: "retrieval",
  url: "https://policies-a1b2c3.c0.europe-west3.gcp.weaviate.cloud",
} as const;

export const weaviateDrivers: readonly Driver[] = [
  {
    id: "weaviate GraphQL",
    package: "weaviate-client",
    protocol: "weaviate",
    mode: "whole",
    transport: "h1",
    dependency,
    async call({ baseUrl, say }) {
      const { protocol, host, pathname } = new URL(baseUrl);
      const client = weaviateV2.client({
        scheme: protocol.slice(0, -1),
        host: host + pathname.replace(/\/$/, ""),
        // Typed as required; a user without them gets the same.
        grpcAddress: "",
        grpcSecure: false,
      } as Parameters<typeof weaviateV2.client>[0]);
      const { data } = await client.graphql
        .get()
        .withClassName("Policies")
        .withFields("title text _additional { id distance }")
        .withNearVector({ vector: [...soughtVector] })
        .withLimit(2)
        .do();
      say(data.Get.Policies.map(({ title }: { readonly title: string }) => title).join());
    },
    expected: {
      healthy: { said: "Returns,Returns of sale items", ...once },
      "failure:throttled": raised("Too many requests"),
      "failure:overloaded": raised("Too many requests"),
      "failure:server-error": raised("explorer: get class: vector search"),
      "failure:bad-gateway": raised("GraphQL Error (Code: 502)"),
      "failure:unavailable": raised("GraphQL Error (Code: 503)"),
      "failure:gateway-timeout": raised("GraphQL Error (Code: 504)"),
      "failure:credentials-expired": raised("GraphQL Error (Code: 401)"),
      "failure:access-denied": raised("authorization, forbidden action"),
      "failure:not-found": raised("Cannot query field"),
      "failure:invalid-request": raised("vector lengths don't match"),
      reset: broken("TypeError", { cause: "ECONNRESET", message: "fetch failed" }),
      refused: broken("TypeError", { cause: "ECONNREFUSED", message: "fetch failed" }),
      dns: broken("TypeError", { cause: "ENOTFOUND", message: "fetch failed" }),
      // No time-out on this path.
      hang: { hangs: true, ...once },
      "invalid-json": broken("SyntaxError"),
      "empty-body": broken("SyntaxError", { message: "Unexpected end of JSON input" }),
      "empty-object": {
        notTried:
          "a version look-up without a version is a rejection that the client leaves unhandled: it ends the process (measured: bare sockets, 2026-11-28)",
      },
      "html-200": broken("Error", { message: "Invalid execution result: result is not object or array" }),
      "body cut:reset": broken("TypeError", { cause: "ECONNRESET", message: "terminated" }),
    },
  },
];
