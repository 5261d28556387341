import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { HttpResponse, http } from "msw";

const words = ["one", " two", " three", " four", " five", " six"];

/** The official server with one tool, which says its answer whole, or its beginning as progress to whoever asked to be told. */
function server(): McpServer {
  const made = new McpServer({ name: "speaker", version: "1.0.0" });
  made.registerTool("speak", { description: "Speaks." }, async ({ sendNotification, _meta }) => {
    const progressToken = _meta?.progressToken;
    if (progressToken === undefined) return { content: [{ type: "text", text: words.join("") }] };
    for (const [index, message] of words.slice(0, 4).entries()) {
      const params = { progressToken, progress: index + 1, message };
      await sendNotification({ method: "notifications/progress", params });
    }
    return { content: [{ type: "text", text: words.slice(4).join("") }] };
  });
  return made;
}

const serve = (json: boolean) =>
  http.all(`https://mcp.example.com/${json ? "json" : "sse"}`, async ({ request }) => {
    if (request.method !== "POST") return new HttpResponse(null, { status: 405 });
    // Without a session: each request has a server of its own.
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: json });
    await server().connect(transport);
    return await transport.handleRequest(request);
  });

export default [serve(true), serve(false)];
