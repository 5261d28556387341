import { join } from "node:path";
import type { Driver, Expected, Source } from "../driver.ts";
import { callWithV1, callWithV2 } from "./mcp-client.ts";
import { alike, byStatus, from, half, type Rows } from "./rows.ts";

const base = {
  protocol: "mcp",
  transport: "h1",
  // The handshake comes before the call, and would be what is struck.
  operations: ["speak"],
  mocks: join(import.meta.dirname, "..", "mocks", "mcp.mocks.ts"),
} as const;
const at = (path: string) => ({ boundary: "tool", url: `https://mcp.example.com/${path}` }) as const;

/** The words that come as progress; the others are the answer. */
const before = "one two three four";

const measured = from("measured: bare sockets, 2026-11-22");
const statuses = {
  throttled: 429,
  overloaded: 503,
  "server-error": 500,
  "bad-gateway": 502,
  unavailable: 503,
  "gateway-timeout": 504,
  "credentials-expired": 401,
  "not-found": 404,
  "invalid-request": 400,
} as const;

/** What the two clients differ in. */
interface Client {
  readonly status: (status: number) => Expected;
  readonly forbidden: Expected;
  readonly rpc: (code: number, said?: string) => Expected;
  readonly timeout: (more?: { readonly said?: string; readonly takes?: number }) => Expected;
  readonly contentType: Expected;
}

const read1 = from("read: @modelcontextprotocol/sdk/dist/esm/client/streamableHttp.js");
export const v1: Client = {
  status: (code) => measured({ raises: "StreamableHTTPError", code }),
  forbidden: read1({ raises: "StreamableHTTPError", code: 403 }),
  rpc: (code, said) => measured({ raises: "McpError", code, ...(said ? { said } : {}) }),
  timeout: (more = {}) => measured({ raises: "McpError", code: -32001, ...more }),
  contentType: measured({ raises: "StreamableHTTPError", code: -1 }),
};
const read2 = from("read: @modelcontextprotocol/client/dist/index.mjs");
export const v2: Client = {
  status: (status) => measured({ raises: "SdkHttpError‹SdkError", status, code: "CLIENT_HTTP_NOT_IMPLEMENTED" }),
  // Told that its scope is too small, it would ask for a larger one, and has no provider to ask.
  forbidden: read2({ raises: "InsufficientScopeError‹OAuthClientFlowError" }),
  rpc: (code, said) => measured({ raises: "ProtocolError", code, ...(said ? { said } : {}) }),
  timeout: (more = {}) => measured({ raises: "SdkError", code: "REQUEST_TIMEOUT", ...more }),
  contentType: read2({ raises: "SdkError", code: "CLIENT_HTTP_UNEXPECTED_CONTENT" }),
};

const broken = (cause: string, message = "fetch failed"): Expected => measured({ raises: "TypeError", cause, message });

/** Neither client asks again, whatever comes; waits are not read. */
const always = (client: Client): Rows => ({
  healthy: measured({ said: "answer" }),
  ...byStatus(statuses, client.status),
  "failure:access-denied": client.forbidden,
  "throttled with a wait": client.status(429),
  // The schema of a result has no content as its default.
  "hollow:no-answer": read1({}),
  "hollow:error-in-200": client.rpc(-32603),
  "hollow:failed": measured({ said: "isError: Internal error" }),
  reset: broken("ECONNRESET"),
  refused: broken("ECONNREFUSED"),
  dns: broken("ENOTFOUND"),
  hang: client.timeout(),
  "empty-body": measured({ raises: "SyntaxError" }),
  "empty-object": measured({ raises: "ZodError" }),
  "html-200": client.contentType,
});

export const whole = (client: Client): Rows => ({
  ...always(client),
  "invalid-json": measured({ raises: "SyntaxError" }),
  "body cut:reset": broken("ECONNRESET", "terminated"),
});

/** Progress that arrives starts it anew where that was asked for; bytes do not. */
const clock: Source = "read: @modelcontextprotocol/sdk/dist/esm/shared/protocol.js, _setupTimeout";

/** A stream that ends without its answer, or damaged, is not noticed: the request goes on for its 60 seconds. */
const progress = (client: Client): Rows => ({
  ...always(client),
  "in-stream:server-error": client.rpc(-32603, half),
  ...alike("", ["cut:end", "cut:reset", "garbage:partial-frame"], client.timeout({ said: half, takes: 60_000 })),
  // What the server says before its answer has gone out when the fault changes the answer.
  ...alike("", ["invalid-json", "empty-body", "empty-object"], client.timeout({ said: before, takes: 60_000 })),
  ...alike("stall:", ["silence", "keep-alives", "empty-deltas"], client.timeout({ said: half })),
  trickle: read1({ said: "answer" }),
  "trickle:endless": { ...client.timeout({ said: half }), source: clock },
  // What cannot be read is told to `onerror` and skipped.
  ...alike("garbage:", ["truncated", "noise"], read1({ said: "one two four five six" })),
});

export const mcpDrivers: readonly Driver[] = [
  {
    id: "mcp v1 tools/call",
    package: "@modelcontextprotocol/sdk",
    mode: "whole",
    ...base,
    dependency: at("json"),
    call: callWithV1(false),
    expected: whole(v1),
  },
  {
    id: "mcp v2 tools/call",
    package: "@modelcontextprotocol/client",
    mode: "whole",
    ...base,
    dependency: at("json"),
    call: callWithV2(false),
    expected: whole(v2),
  },
  {
    id: "mcp v1 tools/call, with progress",
    package: "@modelcontextprotocol/sdk",
    mode: "stream",
    ...base,
    dependency: at("sse"),
    call: callWithV1(true),
    expected: progress(v1),
  },
  {
    id: "mcp v2 tools/call, with progress",
    package: "@modelcontextprotocol/client",
    mode: "stream",
    ...base,
    dependency: at("sse"),
    call: callWithV2(true),
    expected: progress(v2),
  },
];
