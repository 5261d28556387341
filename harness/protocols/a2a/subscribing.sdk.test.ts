import { type AgentCard, Role, TaskState } from "@a2a-js/sdk";
import { type Client, ClientFactory, RestTransportFactory } from "@a2a-js/sdk/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Armed, type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { a2a } from "./index.ts";
import { realAgent } from "./testing/real-agent.ts";

const ask = (text: string) => ({
  message: {
    messageId: crypto.randomUUID(),
    contextId: "",
    taskId: "",
    role: Role.ROLE_USER,
    parts: [{ content: { $case: "text" as const, value: text }, metadata: undefined, filename: "", mediaType: "" }],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  },
  tenant: "",
  configuration: undefined,
  metadata: undefined,
});

describe.each(["1.0", "0.3"] as const)("REST of version %s, by the official client", (version) => {
  let agent: Awaited<ReturnType<typeof realAgent>>;
  let relay: FaultyRelay;
  let client: Client;

  beforeEach(async () => {
    agent = await realAgent(version);
    relay = await faultyRelay(a2a, agent.origin);
    const rest = agent.card.supportedInterfaces.filter(({ protocolBinding }) => protocolBinding === "HTTP+JSON");
    const card: AgentCard = {
      ...agent.card,
      supportedInterfaces: rest.map((one) => ({ ...one, url: `${relay.url}/rest` })),
    };
    const transports = [new RestTransportFactory({ legacyCompat: { enabled: true } })];
    client = await new ClientFactory({ transports }).createFromAgentCard(card);
  });
  afterEach(async () => {
    agent.goOn();
    await relay[Symbol.asyncDispose]();
    await agent[Symbol.asyncDispose]();
  });

  /** Begins a task that waits, loses its stream and subscribes to it again: the events of the second stream, and how it ended. */
  async function subscribed(armed: Armed): Promise<{ readonly kinds: readonly string[]; readonly error: string }> {
    let id = "";
    for await (const { payload } of client.sendMessageStream(ask("wait"))) {
      if (payload?.$case === "task") id = payload.value.id;
      break;
    }
    relay.arm({ ...armed, operation: "SubscribeToTask" });
    const kinds: string[] = [];
    try {
      for await (const { payload } of client.resubscribeTask({ id, tenant: "" })) {
        kinds.push(payload?.$case ?? "");
        agent.goOn();
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { kinds, error: error.message };
    }
    return { kinds, error: "" };
  }

  it("is struck where a client subscribes to a task again", async () => {
    const { kinds, error } = await subscribed({
      fault: "mid-stream-error",
      with: { afterContent: 1, kind: "server-error" },
    });
    expect(relay.calls.at(-1)).toMatchObject({ operation: "SubscribeToTask", stream: true });
    expect(kinds).toEqual(["task", "artifactUpdate"]);
    expect(error).toContain("Internal error");
  });

  it("has hollow answers there, in the shapes that its client reads", async () => {
    const { kinds, error } = await subscribed({ fault: "hollow-success", with: { kind: "failed" } });
    expect({ kinds, error }).toEqual({ kinds: ["task"], error: "" });
  });

  it("has hollow answers to a question for a task", async () => {
    relay.arm({ fault: "hollow-success", with: { kind: "failed" } });
    const task = await client.getTask({ id: "t1", tenant: "", historyLength: undefined });
    expect(relay.calls.at(-1)?.operation).toBe("GetTask");
    expect(task).toMatchObject({
      id: expect.stringContaining("task-"),
      status: { state: TaskState.TASK_STATE_FAILED },
    });
  });

  it("has an extended card that leads back to the relay", async () => {
    const card = await client.getAgentCard();
    expect(card.description).toBe("Knows more.");
    expect(relay.calls.at(-1)?.operation).toBe("GetExtendedAgentCard");
    expect(card.supportedInterfaces.find(({ protocolBinding }) => protocolBinding === "HTTP+JSON")?.url).toBe(
      `${relay.url}/rest`,
    );
  });
});
