// An agent as a server of the official MCP SDK. Arguments: nothing (stdin and stdout), or a port.
import { randomUUID } from "node:crypto";
import { createMcpExpressApp } from "@modelcontextprotocol/sdk/server/express.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { EmptyResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";

const port = process.argv[2];

function agent() {
  const server = new McpServer({ name: "desk", version: "1.0.0" });
  let asked = 0;
  const inputSchema = { question: z.string(), order: z.string().optional() };
  server.registerTool(
    "ask",
    { description: "Ask the desk.", inputSchema },
    async ({ question, order }, { sendRequest }) => {
      asked += 1;
      if (question === "die") process.exit(3);
      if (question === "error") return { isError: true, content: [{ type: "text", text: "model gone" }] };
      if (question === "ping") await sendRequest({ method: "ping" }, EmptyResultSchema);
      return { content: [{ type: "text", text: `${question} ${order ?? ""} ${asked}` }] };
    },
  );
  return server;
}

if (port === undefined) await agent().connect(new StdioServerTransport());
else {
  const sessions = new Map();
  const app = createMcpExpressApp();
  app.all("/mcp", async (request, response) => {
    const id = request.headers["mcp-session-id"];
    let transport = sessions.get(id);
    if (id !== undefined && !transport)
      return response
        .status(404)
        .json({ jsonrpc: "2.0", id: null, error: { code: -32001, message: "Session not found" } });
    if (!transport) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: (session) => void sessions.set(session, transport),
      });
      await agent().connect(transport);
    }
    await transport.handleRequest(request, response, request.body);
    if (request.body?.params?.arguments?.question === "forget") sessions.clear();
  });
  app.listen(Number(port), "127.0.0.1");
}
