import { join } from "node:path";
import { InvokeAgentCommand } from "@aws-sdk/client-bedrock-agent-runtime";
import type { Driver } from "../driver.ts";
import { connections, eventStream, once, slowly } from "./aws-expect.ts";
import { clientOf, failures, inStream, streamKinds } from "./bedrock-agent-runtime.ts";

const question = {
  agentId: "AGENT12345",
  agentAliasId: "TSTALIASID",
  sessionId: "s-1",
  inputText: "hello",
  streamingConfigurations: { streamFinalResponse: true },
};
const half = "one two";

const invoke = (id: string, transport: Driver["transport"]): Driver => ({
  id,
  package: "@aws-sdk/client-bedrock-agent-runtime",
  protocol: "bedrock-agent",
  mode: "stream",
  transport,
  dependency: { boundary: "agent", url: "https://bedrock-agent-runtime.us-east-1.amazonaws.com" },
  mocks: join(import.meta.dirname, "..", "mocks", "bedrock-agent.mocks.ts"),
  async call(context) {
    const { completion } = await clientOf(context, transport).send(new InvokeAgentCommand(question), {
      abortSignal: context.signal,
    });
    for await (const { chunk } of completion ?? []) context.say(Buffer.from(chunk?.bytes ?? []).toString());
  },
  expected: {
    healthy: once({ said: "answer" }, "docs: API_agent-runtime_InvokeAgent, PayloadPart"),
    ...failures,
    ...inStream(half, [...streamKinds, "model-not-ready"]),
    ...connections(transport),
    ...eventStream(transport, half, "one two three"),
    ...slowly("answer"),
  },
});

export const bedrockAgentDrivers: readonly Driver[] = [
  invoke("bedrock invoke agent", "h2"),
  invoke("bedrock invoke agent, HTTP/1.1", "h1"),
];
