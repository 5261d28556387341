import { join } from "node:path";
import type { Driver, DriverContext, Expected } from "../driver.ts";
import { alike, byStatus, from } from "./rows.ts";

/** What the common clients make of errors in a reply: an error with the first one's code. */
class GraphqlError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  constructor(status: number, message: string, code?: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

interface Reply {
  readonly data?: { readonly says?: { readonly said: string } | null } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** There is no client of one maker that everybody uses: this is what they have in common (GraphQL over HTTP, section 6). */
async function ask({ baseUrl, signal, timeout, say }: DriverContext): Promise<void> {
  const response = await fetch(baseUrl, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query: "query Says($n: Int) { says(n: $n) { said } }", variables: { n: 1 } }),
    signal: timeout === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
  });
  const text = await response.text();
  if (!/json/.test(response.headers.get("content-type") ?? ""))
    throw new GraphqlError(response.status, "The reply is no JSON.");
  const { data, errors } = JSON.parse(text) as Reply;
  const [first] = errors ?? [];
  if (first) throw new GraphqlError(response.status, first.message, first.extensions?.code);
  say(String(data?.says?.said));
}

const docs = from("docs: GraphQL over HTTP, sections 6.4 and 7; GraphQL, section 7.1");
const error = (code: string, status = 200): Expected => docs({ raises: "GraphqlError", code, status });
const fetched = from("measured: bare sockets, 2026-11-22");
const broken = (cause: string, message = "fetch failed"): Expected => fetched({ raises: "TypeError", cause, message });

export const graphqlDrivers: readonly Driver[] = [
  {
    id: "graphql with fetch",
    package: "node",
    protocol: "graphql",
    mode: "whole",
    transport: "h1",
    dependency: { boundary: "tool", url: "https://tools.example.com/graphql" },
    mocks: join(import.meta.dirname, "..", "mocks", "tools.mocks.ts"),
    call: ask,
    expected: {
      healthy: docs({ said: "answer" }),
      "failure:throttled": error("RATE_LIMITED"),
      "throttled with a wait": error("RATE_LIMITED"),
      "failure:server-error": error("INTERNAL_SERVER_ERROR"),
      "failure:credentials-expired": error("UNAUTHENTICATED"),
      "failure:access-denied": error("FORBIDDEN"),
      "failure:not-found": error("NOT_FOUND"),
      "failure:invalid-request": error("BAD_USER_INPUT"),
      ...byStatus({ overloaded: 503, "bad-gateway": 502, unavailable: 503, "gateway-timeout": 504 }, (status) =>
        docs({ raises: "GraphqlError", status }),
      ),
      "hollow:no-answer": docs({ said: "undefined" }),
      ...alike("hollow:", ["error-in-200", "failed"], error("INTERNAL_SERVER_ERROR")),
      ...alike("", ["invalid-json", "empty-body"], docs({ raises: "SyntaxError" })),
      "empty-object": docs({ said: "undefined" }),
      "html-200": docs({ raises: "GraphqlError", status: 200 }),
      reset: broken("ECONNRESET"),
      refused: broken("ECONNREFUSED"),
      dns: broken("ENOTFOUND"),
      hang: docs({ raises: "DOMException", name: "TimeoutError" }),
      "body cut:reset": broken("ECONNRESET", "terminated"),
    },
  },
];
