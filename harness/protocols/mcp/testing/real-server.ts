import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";

export const order = { order_id: "TG-1001", total: 89.5, ordered: "2026-01-05", delivered: "2026-01-09" };

/** The tools of the tests, on the official server. */
function shop(): McpServer {
  const server = new McpServer({ name: "shop", version: "1.0.0" });
  server.registerTool("get_order", { inputSchema: { order_id: z.string() } }, ({ order_id }) => ({
    content: [{ type: "text", text: JSON.stringify({ ...order, order_id }) }],
  }));
  server.registerTool(
    "get_total",
    { inputSchema: { order_id: z.string() }, outputSchema: { total: z.number() } },
    () => ({
      content: [{ type: "text", text: '{"total":89.5}' }],
      structuredContent: { total: 89.5 },
      _meta: { x: 1 },
    }),
  );
  server.registerTool("count", { inputSchema: { to: z.number() } }, async ({ to }, { sendNotification, _meta }) => {
    const progressToken = _meta?.progressToken;
    for (let progress = 1; progress <= to && progressToken !== undefined; progress += 1)
      await sendNotification({ method: "notifications/progress", params: { progressToken, progress, total: to } });
    return { content: [{ type: "text", text: JSON.stringify({ counted: to }) }] };
  });
  return server;
}

export interface RealServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: `/mcp` speaks streamable HTTP; `/sse` and `/messages` speak HTTP with SSE. */
  readonly origin: string;
}

export async function realServer({ json = false, make = shop } = {}): Promise<RealServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const streams = new Map<string, SSEServerTransport>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === "/sse") {
      const transport = new SSEServerTransport("/messages", response);
      streams.set(transport.sessionId, transport);
      await make().connect(transport);
      return;
    }
    const body = await jsonOf(request);
    if (url.pathname === "/messages") {
      await streams.get(url.searchParams.get("sessionId") ?? "")?.handlePostMessage(request, response, body);
      return;
    }
    const known = sessions.get(String(request.headers["mcp-session-id"]));
    if (known) return known.handleRequest(request, response, body);
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableJsonResponse: json,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    await make().connect(transport);
    await transport.handleRequest(request, response, body);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text === "" ? undefined : JSON.parse(text);
}
