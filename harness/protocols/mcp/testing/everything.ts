import { completable } from "@modelcontextprotocol/sdk/server/completable.js";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SubscribeRequestSchema, UnsubscribeRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";

const image = { type: "image", data: "iVBORw0KGgo=", mimeType: "image/png" } as const;
const audio = { type: "audio", data: "UklGRg==", mimeType: "audio/wav" } as const;
const text = (given: string) => ({ type: "text" as const, text: given });
const resource = (uri: string, mimeType: string, given: string) => ({
  type: "resource" as const,
  resource: { uri, mimeType, text: given },
});

/** What the official conformance suite asks of a server under test, as far as it tells relays apart. */
export function everything(): McpServer {
  const server = new McpServer(
    { name: "everything", version: "1.0.0" },
    { capabilities: { logging: {}, resources: { subscribe: true } } },
  );
  addTools(server);
  addTalkativeTools(server);
  addResources(server);
  addPrompts(server);
  return server;
}

function addTools(server: McpServer): void {
  const answers = {
    test_simple_text: [text("This is a simple text response for testing.")],
    test_image_content: [image],
    test_audio_content: [audio],
    test_embedded_resource: [resource("test://embedded-resource", "text/plain", "An embedded resource.")],
    test_multiple_content_types: [
      text("Several types:"),
      image,
      resource("test://mixed-content-resource", "application/json", '{"a":1}'),
    ],
  };
  for (const [name, content] of Object.entries(answers))
    server.registerTool(name, { description: name }, () => ({ content }));
  server.registerTool("test_error_handling", { description: "Fails." }, () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
}

/** Tools that say or ask something before they answer. */
function addTalkativeTools(server: McpServer): void {
  server.registerTool("test_tool_with_logging", { description: "Logs." }, async ({ sendNotification }) => {
    for (const data of ["Tool execution started", "Tool processing data", "Tool execution completed"])
      await sendNotification({ method: "notifications/message", params: { level: "info", data } });
    return { content: [text("logged")] };
  });
  server.registerTool("test_tool_with_progress", { description: "Ticks." }, async ({ sendNotification, _meta }) => {
    for (const progress of [0, 50, 100]) {
      if (_meta?.progressToken === undefined) continue;
      const params = { progressToken: _meta.progressToken, progress, total: 100 };
      await sendNotification({ method: "notifications/progress", params });
    }
    return { content: [text("ticked")] };
  });
  server.registerTool(
    "test_sampling",
    { description: "Asks.", inputSchema: { prompt: z.string() } },
    async ({ prompt }, { sendRequest }) => {
      const params = { messages: [{ role: "user" as const, content: text(prompt) }], maxTokens: 100 };
      const said = await sendRequest({ method: "sampling/createMessage", params }, z.looseObject({}));
      return { content: [text(`LLM response: ${JSON.stringify(said)}`)] };
    },
  );
  server.registerTool(
    "test_elicitation",
    { description: "Asks.", inputSchema: { message: z.string() } },
    async ({ message }, { sendRequest }) => {
      const member = { type: "string" as const };
      const requestedSchema = {
        type: "object" as const,
        properties: { username: member, email: member },
        required: ["username", "email"],
      };
      // On the stream of the call, as sampling: the session's own stream may not be open yet, and what is sent then is lost.
      const params = { message, requestedSchema };
      const said = await sendRequest({ method: "elicitation/create", params }, z.looseObject({}));
      return { content: [text(`User response: ${JSON.stringify(said)}`)] };
    },
  );
}

function addResources(server: McpServer): void {
  server.registerResource("text", "test://static-text", { description: "Text." }, () => ({
    contents: [{ uri: "test://static-text", mimeType: "text/plain", text: "The static text." }],
  }));
  server.registerResource("binary", "test://static-binary", { description: "Bytes." }, () => ({
    contents: [{ uri: "test://static-binary", mimeType: "image/png", blob: image.data }],
  }));
  const template = new ResourceTemplate("test://template/{id}/data", { list: undefined });
  server.registerResource("template", template, {}, (uri, { id }) => ({
    contents: [{ uri: uri.href, mimeType: "application/json", text: JSON.stringify({ id, data: `Data for ${id}` }) }],
  }));
  server.server.setRequestHandler(SubscribeRequestSchema, () => ({}));
  server.server.setRequestHandler(UnsubscribeRequestSchema, () => ({}));
}

function addPrompts(server: McpServer): void {
  const user = (content: ReturnType<typeof text> | ReturnType<typeof resource> | typeof image) => ({
    role: "user" as const,
    content,
  });
  server.registerPrompt("test_simple_prompt", { description: "Simple." }, () => ({
    messages: [user(text("Simple."))],
  }));
  const words = { arg1: completable(z.string(), () => ["paris", "park"]), arg2: z.string() };
  server.registerPrompt("test_prompt_with_arguments", { argsSchema: words }, ({ arg1, arg2 }) => ({
    messages: [user(text(`${arg1} ${arg2}`))],
  }));
  const uri = { resourceUri: z.string() };
  server.registerPrompt("test_prompt_with_embedded_resource", { argsSchema: uri }, ({ resourceUri }) => ({
    messages: [user(resource(resourceUri, "text/plain", "Embedded.")), user(text("Please process it."))],
  }));
  server.registerPrompt("test_prompt_with_image", { description: "Image." }, () => ({
    messages: [user(image), user(text("Please look at it."))],
  }));
}
