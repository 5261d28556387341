import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type AgentCard, Role, TaskState } from "@a2a-js/sdk";
import { AgentEvent, type AgentExecutor, DefaultRequestHandler, InMemoryTaskStore } from "@a2a-js/sdk/server";
import { jsonRpcHandler, restHandler, UserBuilder } from "@a2a-js/sdk/server/express";
import { createMcpExpressApp } from "@modelcontextprotocol/sdk/server/express.js";

const part = (value: string) => ({
  content: { $case: "text" as const, value },
  metadata: undefined,
  filename: "",
  mediaType: "text/plain",
});

/** Says two things and is done; asked for a "fact" it answers with one message. */
const executor: AgentExecutor = {
  async execute({ userMessage, taskId, contextId }, bus) {
    const asked = userMessage.parts[0]?.content;
    if (asked?.$case === "text" && asked.value === "fact") {
      const parts = [part("30 days")];
      const fields = { taskId: "", metadata: undefined, extensions: [], referenceTaskIds: [] };
      bus.publish(AgentEvent.message({ messageId: "m1", contextId, role: Role.ROLE_AGENT, parts, ...fields }));
      return bus.finished();
    }
    const status = (state: TaskState) => ({ state, message: undefined, timestamp: "2026-01-05T10:00:00Z" });
    const submitted = status(TaskState.TASK_STATE_SUBMITTED);
    bus.publish(
      AgentEvent.task({ id: taskId, contextId, status: submitted, artifacts: [], history: [], metadata: undefined }),
    );
    for (const [index, text] of ["one two", " three"].entries()) {
      const artifact = {
        artifactId: "a1",
        name: "answer",
        description: "",
        parts: [part(text)],
        metadata: undefined,
        extensions: [],
      };
      bus.publish(
        AgentEvent.artifactUpdate({
          taskId,
          contextId,
          artifact,
          append: index > 0,
          lastChunk: index > 0,
          metadata: undefined,
        }),
      );
    }
    const done = status(TaskState.TASK_STATE_COMPLETED);
    bus.publish(AgentEvent.statusUpdate({ taskId, contextId, status: done, metadata: undefined }));
    bus.finished();
  },
  async cancelTask() {},
};

/** The official server, JSON-RPC at `/rpc` and REST at `/rest`, with a card that says so. */
export async function realAgent(): Promise<{ readonly origin: string } & AsyncDisposable> {
  const app = createMcpExpressApp();
  const server = createServer(app);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const card: AgentCard = {
    name: "Policies",
    description: "Knows the policies.",
    version: "1.0.0",
    supportedInterfaces: [
      { url: `${origin}/rpc`, protocolBinding: "JSONRPC", protocolVersion: "1.0", tenant: "" },
      { url: `${origin}/rest`, protocolBinding: "HTTP+JSON", protocolVersion: "1.0", tenant: "" },
    ],
    provider: undefined,
    capabilities: { streaming: true, pushNotifications: false, extensions: [], extendedAgentCard: false },
    securitySchemes: {},
    securityRequirements: [],
    defaultInputModes: ["text/plain"],
    defaultOutputModes: ["text/plain"],
    skills: [],
    signatures: [],
  };
  const requestHandler = new DefaultRequestHandler(card, new InMemoryTaskStore(), executor);
  const options = { requestHandler, userBuilder: UserBuilder.noAuthentication };
  app.get("/.well-known/agent-card.json", (_request: unknown, response: ServerResponse) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(card));
  });
  app.use("/rpc", jsonRpcHandler(options));
  app.use("/rest", restHandler(options));
  return {
    origin,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
