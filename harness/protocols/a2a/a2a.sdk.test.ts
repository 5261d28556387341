import { type AgentCard, Role } from "@a2a-js/sdk";
import { type Client, ClientFactory, ClientFactoryOptions } from "@a2a-js/sdk/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Armed, type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { a2a } from "./index.ts";
import { realAgent } from "./testing/real-agent.ts";

let agent: Awaited<ReturnType<typeof realAgent>>;
let relay: FaultyRelay;
const clients = new Map<string, Client>();

beforeAll(async () => {
  agent = await realAgent();
  relay = await faultyRelay(a2a, agent.origin);
  for (const binding of ["JSONRPC", "HTTP+JSON"]) {
    const options = ClientFactoryOptions.createFrom(ClientFactoryOptions.default, { preferredTransports: [binding] });
    clients.set(binding, await new ClientFactory(options).createFromUrl(`${relay.url}/`));
  }
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  await agent[Symbol.asyncDispose]();
});

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
const clientOf = (binding: string): Client => {
  const client = clients.get(binding);
  if (!client) throw new Error(`No client for ${binding}.`);
  return client;
};
const raised = async (call: Promise<unknown>): Promise<string> => {
  try {
    return `nothing, ${JSON.stringify(await call)}`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.constructor.name}: ${error.message}`;
  }
};
async function send(binding: string, armed?: Armed): Promise<string> {
  relay.arm(armed);
  return await raised(clientOf(binding).sendMessage(ask("fact")));
}
async function stream(binding: string, armed?: Armed): Promise<{ texts: string[]; last: string; error: string }> {
  relay.arm(armed);
  const texts: string[] = [];
  let last = "";
  const error = await raised(
    (async () => {
      for await (const { payload } of clientOf(binding).sendMessageStream(ask("task"))) {
        last = payload?.$case ?? "";
        const said = payload?.$case === "artifactUpdate" ? payload.value.artifact?.parts[0]?.content : undefined;
        if (said?.$case === "text") texts.push(said.value);
      }
    })(),
  );
  return { texts, last, error };
}

const bindings = ["JSONRPC", "HTTP+JSON"];

describe.each(bindings)("%s", (binding) => {
  it("goes through the relay: the card that it hands out says so", async () => {
    const before = relay.calls.length;
    expect(await send(binding)).toContain("30 days");
    expect(await stream(binding)).toMatchObject({ texts: ["one two", " three"], last: "statusUpdate" });
    expect(relay.calls.slice(before).map(({ operation }) => operation)).toEqual([
      "SendMessage",
      "SendStreamingMessage",
    ]);
    const card: AgentCard = await (await fetch(`${relay.url}/.well-known/agent-card.json`)).json();
    expect(card.supportedInterfaces.map(({ url }) => url)).toEqual([`${relay.url}/rpc`, `${relay.url}/rest`]);
  });

  it("reads what was asked without the id that changes at every attempt", () => {
    const call = relay.calls.findLast(({ operation }) => operation === "SendMessage");
    if (call?.payload.kind !== "tool") throw new Error("No call.");
    expect(call.payload.request).toMatchObject({
      arguments: { message: { parts: [{ text: "fact" }] } },
      method: "POST",
    });
    expect(JSON.stringify(call.payload.request.arguments)).not.toContain("messageId");
    expect(call.payload.request.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ["not-found", /TaskNotFoundError: Task not found/],
    ["invalid-request", /RequestMalformedError: Request malformed/],
    ["model-error", /InvalidAgentResponseError: Invalid agent response type/],
  ])("raises the class of %s", async (kind, error) => {
    expect(await send(binding, { fault: "failure", with: { kind } })).toMatch(error);
  });

  it("loses what comes after a cut without noticing", async () => {
    const cut = await stream(binding, { fault: "cut-stream", with: { afterContent: 1, how: "end" } });
    expect(cut).toMatchObject({ texts: ["one two"], last: "artifactUpdate", error: "nothing, undefined" });
  });

  it("raises an error inside a stream", async () => {
    const ended = await stream(binding, { fault: "mid-stream-error", with: { afterContent: 1, kind: "server-error" } });
    expect(ended).toMatchObject({ texts: ["one two"], error: expect.stringContaining("Internal error") });
  });

  it("shows changed answers", async () => {
    const changed = await send(binding, { fault: "missing-fields", with: { fields: ["parts"] } });
    expect(changed).toContain('"parts":[]');
  });
});

it("failures in front of the agent are statuses", async () => {
  const armed = { fault: "failure", with: { kind: "unavailable" } };
  expect(await send("JSONRPC", armed)).toMatch(/^Error: HTTP error for SendMessage! Status: 503/);
  expect(await send("HTTP+JSON", armed)).toMatch(/A2AError.*: Service Unavailable/);
  expect(await send("JSONRPC", { fault: "failure", with: { kind: "server-error" } })).toMatch(/^JsonRpcTransportError/);
});
