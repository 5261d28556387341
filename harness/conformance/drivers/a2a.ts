import { join } from "node:path";
import type { Driver, Expected } from "../driver.ts";
import { listen, send } from "./a2a-client.ts";
import { alike, byStatus, from, half, type Rows } from "./rows.ts";

export const read = from("read: @a2a-js/sdk/dist/client/index.js");
const measured = from("measured: a server written by hand on loopback, 2026-11-22");
const sse = from("read: @a2a-js/sdk/dist/client/index.js, parseSseStream");

/** Faults of the agent are told by JSON-RPC codes or by google.rpc.Status, and raised as classes of their own. */
const named = {
  "model-error": "InvalidAgentResponse",
  "not-found": "TaskNotFound",
  "invalid-request": "RequestMalformed",
};
const before = {
  throttled: 429,
  overloaded: 503,
  unavailable: 503,
  "credentials-expired": 401,
  "access-denied": 403,
} as const;
const byProxy = { "bad-gateway": 502, "gateway-timeout": 504 } as const;
const statusOf: Readonly<Record<string, number>> = { "model-error": 500, "not-found": 404, "invalid-request": 400 };

const classes = (prefix: "JsonRpc" | "Rest"): Rows =>
  Object.fromEntries(
    Object.entries(named).map(([kind, name]) => {
      const status = prefix === "Rest" && statusOf[kind] ? { status: statusOf[kind] } : {};
      return [`failure:${kind}`, measured({ raises: `${prefix}${name}Error‹${name}Error‹_A2AError`, ...status })];
    }),
  );

const transportError = read({ raises: "JsonRpcTransportError‹_A2AError", message: "Internal error" });
const restError = (status: number): Expected => measured({ raises: "RestA2AErrorImpl‹_A2AError", status });
const plain = (message: string, more: Partial<Expected> = {}): Expected => read({ raises: "Error", message, ...more });

const broken = (cause: string, message = "fetch failed", said?: string): Expected =>
  measured({ raises: "TypeError", cause, message, ...(said === undefined ? {} : { said }) });
/** The client has no timeout: it is the agent's own signal that ends the wait. */
const timeout = (said?: string): Expected =>
  read({ raises: "DOMException", name: "TimeoutError", ...(said === undefined ? {} : { said }) });

const always: Rows = {
  healthy: measured({ said: "answer" }),
  reset: broken("ECONNRESET"),
  refused: broken("ECONNREFUSED"),
  dns: broken("ENOTFOUND"),
  hang: timeout(),
};

const whole: Rows = {
  ...always,
  ...alike("", ["invalid-json", "empty-body", "html-200"], read({ raises: "SyntaxError" })),
  // A task that failed is an answer like any other: its state is for the agent to look at.
  "hollow:failed": read({ said: "task 4" }),
  "body cut:reset": broken("ECONNRESET", "terminated"),
};

const streamed: Rows = {
  ...always,
  // A stream may end anywhere: nothing says that the last event has come.
  ...alike("", ["cut:end", "garbage:partial-frame"], sse({ said: half })),
  "invalid-json": sse({ said: "one two three" }),
  "cut:reset": broken("ECONNRESET", "terminated", half),
  ...alike("stall:", ["silence", "keep-alives"], timeout(half)),
  trickle: sse({ said: "answer" }),
  "trickle:endless": timeout(half),
  ...alike("", ["hollow:failed", "hollow:no-answer"], read({})),
  ...alike("", ["empty-body", "empty-object", "html-200"], plain("Invalid response Content-Type for SSE stream")),
};

const status = (code: number) => plain(`Status: ${code}`);
export const sendRpc: Rows = {
  ...whole,
  ...byStatus(before, status),
  ...byStatus(byProxy, status),
  ...classes("JsonRpc"),
  "throttled with a wait": status(429),
  "failure:server-error": transportError,
  "hollow:error-in-200": transportError,
  "hollow:no-answer": plain("Invalid response: missing payload"),
  "empty-object": plain("expected 'jsonrpc' to be exactly '2.0', got undefined"),
};

/** Opening a stream, the client takes any error in a body for a JSON-RPC one. */
const taken = read({ raises: "JsonRpcTransportError‹_A2AError" });
/** A proxy's page has no JSON-RPC error in it. */
export const unopened = (method: string): Rows =>
  byStatus(byProxy, (code) => plain(`HTTP error establishing stream for ${method}: ${code}`));
export const streamRpc: Rows = {
  ...streamed,
  ...byStatus(before, () => taken),
  ...unopened("SendStreamingMessage"),
  ...classes("JsonRpc"),
  "throttled with a wait": taken,
  "failure:server-error": transportError,
  "in-stream:server-error": plain("SSE event contained an error: Internal error", { said: half }),
  "hollow:error-in-200": plain("SSE event contained an error: Internal error"),
  ...alike(
    "garbage:",
    ["truncated", "noise"],
    plain("Failed to parse SSE event data", { said: half, cause: "SyntaxError" }),
  ),
};

const rest: Rows = {
  ...byStatus({ ...before, ...byProxy, "server-error": 500 }, restError),
  ...classes("Rest"),
  "throttled with a wait": restError(429),
};
export const sendRest: Rows = {
  ...whole,
  ...rest,
  // An error under a 200 has no result, and that is all it is told for.
  ...alike(
    "",
    ["hollow:no-answer", "hollow:error-in-200", "empty-object"],
    read({ raises: "_A2AError", message: "Invalid SendMessageResponse: missing result" }),
  ),
};
export const streamRest: Rows = {
  ...streamed,
  ...rest,
  "in-stream:server-error": read({ raises: "RestA2AErrorImpl‹_A2AError", status: 200, said: half }),
  // Without `event: error` it is an event like any other, with nothing in it.
  "hollow:error-in-200": read({}),
  ...alike("garbage:", ["truncated", "noise"], plain("Failed to parse SSE event data", { said: half })),
};

export const base = {
  package: "@a2a-js/sdk",
  protocol: "a2a",
  transport: "h1",
  mocks: join(import.meta.dirname, "..", "mocks", "a2a.mocks.ts"),
} as const;
export const at = (path: string) => ({ boundary: "agent", url: `https://agent.example.com/${path}` }) as const;

export const a2aDrivers: readonly Driver[] = [
  { id: "a2a json-rpc send", ...base, mode: "whole", dependency: at("rpc"), call: send("JSONRPC"), expected: sendRpc },
  {
    id: "a2a json-rpc stream",
    ...base,
    mode: "stream",
    dependency: at("rpc"),
    call: listen("JSONRPC"),
    expected: streamRpc,
  },
  { id: "a2a rest send", ...base, mode: "whole", dependency: at("rest"), call: send("HTTP+JSON"), expected: sendRest },
  {
    id: "a2a rest stream",
    ...base,
    mode: "stream",
    dependency: at("rest"),
    call: listen("HTTP+JSON"),
    expected: streamRest,
  },
];
