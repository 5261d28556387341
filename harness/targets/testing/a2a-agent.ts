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
const message = (text: string, contextId: string, taskId = "") => ({
  messageId: crypto.randomUUID(),
  contextId,
  taskId,
  role: Role.ROLE_AGENT,
  parts: [part(text)],
  metadata: undefined,
  extensions: [],
  referenceTaskIds: [],
});

/** The official server, which does what it is told: `fact`, `task`, `fail`, `ask` and `long`. */
export async function a2aAgent(version: "1.0" | "0.3") {
  const working = new Map<string, () => void>();
  const contexts = new Set<string>();
  const executor: AgentExecutor = {
    async execute({ userMessage, taskId, contextId, task }, bus) {
      contexts.add(contextId);
      const asked = userMessage.parts[0]?.content;
      const text = asked?.$case === "text" ? asked.value : "";
      if (text === "fact") {
        bus.publish(AgentEvent.message(message("30 days", contextId)));
        return bus.finished();
      }
      const state = (now: TaskState, words?: string) => ({
        state: now,
        message: words === undefined ? undefined : message(words, contextId, taskId),
        timestamp: "2026-01-05T10:00:00Z",
      });
      const tell = (now: TaskState, words?: string): void =>
        bus.publish(AgentEvent.statusUpdate({ taskId, contextId, status: state(now, words), metadata: undefined }));
      const made = (said: string, append: boolean): void => {
        const artifact = {
          artifactId: "a",
          name: "",
          description: "",
          parts: [part(said)],
          metadata: undefined,
          extensions: [],
        };
        bus.publish(
          AgentEvent.artifactUpdate({ taskId, contextId, artifact, append, lastChunk: append, metadata: undefined }),
        );
      };
      // A stream about a task must begin with it, also where it goes on.
      const status = state(task ? TaskState.TASK_STATE_WORKING : TaskState.TASK_STATE_SUBMITTED);
      bus.publish(AgentEvent.task({ id: taskId, contextId, status, artifacts: [], history: [], metadata: undefined }));
      if (text === "ask") tell(TaskState.TASK_STATE_INPUT_REQUIRED, "Which order?");
      else if (text === "fail") tell(TaskState.TASK_STATE_FAILED, "model gone");
      else if (text === "long") {
        tell(TaskState.TASK_STATE_WORKING);
        await new Promise<void>((resolve) => working.set(taskId, resolve));
        tell(TaskState.TASK_STATE_CANCELED);
      } else {
        if (task) made(`${text} in the same task`, false);
        else {
          made("one two", false);
          made(" three", true);
        }
        tell(TaskState.TASK_STATE_COMPLETED);
      }
      bus.finished();
    },
    async cancelTask(taskId) {
      working.get(taskId)?.();
      working.delete(taskId);
    },
  };
  const app = createMcpExpressApp();
  const server = createServer(app);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const offered = [
    // A public address, as cards have: what is called is below the target's own all the same.
    { url: "https://agents.example.com/rpc", protocolBinding: "JSONRPC", protocolVersion: version, tenant: "" },
    ...(version === "1.0"
      ? [{ url: "https://agents.example.com/rest", protocolBinding: "HTTP+JSON", protocolVersion: version, tenant: "" }]
      : []),
  ];
  const card: AgentCard = {
    name: "Policies",
    description: "Knows the policies.",
    version: "1.0.0",
    supportedInterfaces: offered,
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
  const former = {
    name: "Policies",
    url: "https://agents.example.com/rpc",
    preferredTransport: "JSONRPC",
    protocolVersion: "0.3.0",
  };
  const shown = version === "1.0" ? card : { ...former, capabilities: { streaming: true } };
  app.get("/.well-known/agent-card.json", (_request: unknown, response: ServerResponse) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(shown));
  });
  app.use("/rpc", jsonRpcHandler({ ...options, legacyCompat: { enabled: version === "0.3" } }));
  app.use("/rest", restHandler(options));
  return {
    url,
    working,
    contexts,
    async [Symbol.asyncDispose]() {
      for (const stop of working.values()) stop();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
