import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type ServiceTierType,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, it } from "vitest";
import { hostedMessages } from "../../anthropic/hosted-body.ts";
import { answer, type Loopback, loopback } from "../../testing/loopback.ts";
import { spoken } from "../../testing/turns.ts";
import { createBedrock } from "./index.ts";

const protocol = createBedrock([hostedMessages]);
const clientOf = (server: Loopback): BedrockRuntimeClient =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: server.url,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });
const modelId = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const messages = [{ role: "user" as const, content: [{ text: "Hi" }] }];
const body = JSON.stringify({
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 100,
  messages: [{ role: "user", content: "Hi" }],
});

/** What the client reads of the tier, from each of the four operations. */
async function served(server: Loopback, tier?: ServiceTierType): Promise<readonly (string | undefined)[]> {
  const client = clientOf(server);
  const member = tier && { serviceTier: { type: tier } };
  const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages, ...member }));
  const events = await Array.fromAsync(stream ?? []);
  const invoking = { modelId, body, ...(tier && { serviceTier: tier }) };
  return [
    (await client.send(new ConverseCommand({ modelId, messages, ...member }))).serviceTier?.type,
    events.find(({ metadata }) => metadata)?.metadata?.serviceTier?.type,
    (await client.send(new InvokeModelCommand(invoking))).serviceTier,
    (await client.send(new InvokeModelWithResponseStreamCommand(invoking))).serviceTier,
  ];
}

describe("the service tier, to the official client", () => {
  it.each([
    ["priority", "priority"],
    ["reserved", "priority"],
    ["flex", "flex"],
    ["default", "default"],
  ] as const)("%s is read, counted as %s, and told by all four operations", async (tier, counted) => {
    await using server = await loopback(protocol, () => answer(spoken));
    expect(await served(server, tier)).toEqual([tier, tier, tier, tier]);
    const asked = server.drafts.map(({ payload }) => (payload.kind === "model" ? payload.conversation.tier : ""));
    expect(asked).toEqual([tier, tier, tier, tier]);
    expect(protocol.quota?.tierOf?.(tier)).toBe(counted);
  });

  it("is not told where none was asked for", async () => {
    await using server = await loopback(protocol, () => answer(spoken));
    expect(await served(server)).toEqual([undefined, undefined, undefined, undefined]);
    expect(protocol.quota?.tierOf?.(undefined)).toBe("default");
  });

  it("of a name that the service does not have is refused", async () => {
    await using server = await loopback(protocol, () => answer(spoken));
    const tier = "gold" as ServiceTierType;
    const client = clientOf(server);
    const converse = new ConverseCommand({ modelId, messages, serviceTier: { type: tier } });
    const invoke = new InvokeModelCommand({ modelId, body, serviceTier: tier });
    await expect(client.send(converse)).rejects.toThrow(/'serviceTier\.type' .*\[default, flex, priority, reserved\]/);
    await expect(client.send(invoke)).rejects.toBeInstanceOf(ValidationException);
  });
});
