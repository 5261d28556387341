import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { HttpResponse, http } from "msw";
import { z } from "zod";
import { healthyAnswer } from "../experiment.ts";

const text = (said: string) => ({ content: [{ type: "text" as const, text: said }] });
const found = { tools: [{ name: "orders___speak", description: "Speaks." }] };

/** The official server with names as a gateway gives them: its target's, three underscores, the tool's; and its search of tools. */
function server(): McpServer {
  const made = new McpServer({ name: "desk", version: "1.0.0" });
  made.registerTool("orders___speak", { description: "Speaks." }, () => text(healthyAnswer));
  made.registerTool(
    "x_amz_bedrock_agentcore_search",
    { description: "Finds tools.", inputSchema: { query: z.string() }, outputSchema: { tools: z.array(z.unknown()) } },
    () => ({ ...text(JSON.stringify(found)), structuredContent: found }),
  );
  return made;
}

export default [
  http.all("https://desk-abcdefghij.gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp", async ({ request }) => {
    if (request.method !== "POST") return new HttpResponse(null, { status: 405 });
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server().connect(transport);
    return await transport.handleRequest(request);
  }),
];
