import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type AgentCard, Role, TaskState } from "@a2a-js/sdk";
import { AgentEvent, type AgentExecutor, DefaultRequestHandler, InMemoryTaskStore } from "@a2a-js/sdk/server";
import { jsonRpcHandler, restHandler, UserBuilder } from "@a2a-js/sdk/server/express";
import { createMcpExpressApp } from "@modelcontextprotocol/sdk/server/express.js";

interface RealAgent extends AsyncDisposable {
  readonly origin: string;
  readonly card: AgentCard;
  /** Tasks that wait do so no longer. */
  goOn(): void;
}

const part = (value: string) => ({
  content: { $case: "text" as const, value },
  metadata: undefined,
  filename: "",
  mediaType: "text/plain",
});

/** Says two things and is done; asked for a "fact" it answers with one message; told to "wait", it goes on when somebody subscribes. */
const executorThat = (waits: () => Promise<void>): AgentExecutor => ({
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
    if (asked?.$case === "text" && asked.value === "wait") await waits();
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
});

/** The official server, JSON-RPC at `/rpc` and REST at `/rest`, with a card that says so. `version`: of its REST, and of the card's address. */
export async function realAgent(version: "1.0" | "0.3" = "1.0"): Promise<RealAgent> {
  const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>();
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
      { url: `${origin}/rest`, protocolBinding: "HTTP+JSON", protocolVersion: version, tenant: "" },
    ],
    provider: undefined,
    capabilities: { streaming: true, pushNotifications: false, extensions: [], extendedAgentCard: true },
    securitySchemes: {},
    securityRequirements: [],
    defaultInputModes: ["text/plain"],
    defaultOutputModes: ["text/plain"],
    skills: [],
    signatures: [],
  };
  const store = new InMemoryTaskStore();
  const executor = executorThat(() => goesOn);
  const more = async (): Promise<AgentCard> => ({ ...card, description: "Knows more." });
  const requestHandler = new DefaultRequestHandler(card, store, executor, undefined, undefined, undefined, more);
  const legacyCompat = { enabled: version === "0.3" };
  const options = { requestHandler, userBuilder: UserBuilder.noAuthentication, legacyCompat };
  app.get("/.well-known/agent-card.json", (_request: unknown, response: ServerResponse) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(card));
  });
  app.use("/rpc", jsonRpcHandler(options));
  app.use("/rest", restHandler(options));
  return {
    origin,
    card,
    goOn,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
