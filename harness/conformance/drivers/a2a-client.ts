import { type AgentCard, Role } from "@a2a-js/sdk";
import { type Client, ClientFactory } from "@a2a-js/sdk/client";
import type { DriverContext } from "../driver.ts";

const question = {
  messageId: "m-0",
  contextId: "",
  taskId: "",
  role: Role.ROLE_USER,
  parts: [{ content: { $case: "text" as const, value: "hello" }, metadata: undefined, filename: "", mediaType: "" }],
  metadata: undefined,
  extensions: [],
  referenceTaskIds: [],
};
const asked = { message: question, tenant: "", configuration: undefined, metadata: undefined };

const cardOf = (url: string, protocolBinding: string): AgentCard => ({
  name: "speaker",
  description: "Speaks.",
  version: "1.0.0",
  supportedInterfaces: [{ url, protocolBinding, protocolVersion: "1.0", tenant: "" }],
  provider: undefined,
  capabilities: { streaming: true, pushNotifications: false, extensions: [], extendedAgentCard: false },
  securitySchemes: {},
  securityRequirements: [],
  defaultInputModes: ["text/plain"],
  defaultOutputModes: ["text/plain"],
  skills: [],
  signatures: [],
});

const connect = ({ baseUrl }: DriverContext, binding: string): Promise<Client> =>
  new ClientFactory().createFromAgentCard(cardOf(baseUrl, binding));

/** The client has no timeout of its own: where a case is about one, the signal is what it offers. */
const within = ({ signal, timeout }: DriverContext) => ({
  signal: timeout === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
});

const textOf = (
  parts: readonly { readonly content?: { readonly $case: string; readonly value: unknown } | undefined }[],
) => parts.map(({ content }) => (content?.$case === "text" ? String(content.value) : "")).join("");

export const send = (binding: string) => async (context: DriverContext) => {
  const client = await connect(context, binding);
  const answer = await client.sendMessage(asked, within(context));
  context.say("parts" in answer ? textOf(answer.parts) : `task ${answer.status?.state}`);
};

export const listen = (binding: string) => async (context: DriverContext) => {
  const client = await connect(context, binding);
  for await (const { payload } of client.sendMessageStream(asked, within(context)))
    if (payload?.$case === "artifactUpdate") context.say(textOf(payload.value.artifact?.parts ?? []));
};

const task = { tenant: "", id: "task-1" };

/** What has become of a task that was given before. */
export const look = (binding: string) => async (context: DriverContext) => {
  const client = await connect(context, binding);
  const { artifacts = [] } = await client.getTask({ ...task, historyLength: undefined }, within(context));
  for (const { parts } of artifacts) context.say(textOf(parts));
};

export const cancel = (binding: string) => async (context: DriverContext) => {
  const client = await connect(context, binding);
  const { status } = await client.cancelTask({ ...task, metadata: undefined }, within(context));
  context.say(`state ${status?.state}`);
};

/** Listens again to a task whose stream was lost. */
export const rejoin = (binding: string) => async (context: DriverContext) => {
  const client = await connect(context, binding);
  for await (const { payload } of client.resubscribeTask(task, within(context)))
    if (payload?.$case === "artifactUpdate") context.say(textOf(payload.value.artifact?.parts ?? []));
};
