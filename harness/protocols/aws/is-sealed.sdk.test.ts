import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { InvokeEndpointCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { expect, it } from "vitest";
import type { Protocol } from "../../domain/protocol.ts";
import { hostedChat } from "../openai/hosted-body.ts";
import { answer, type Loopback, loopback } from "../testing/loopback.ts";
import { spoken } from "../testing/turns.ts";
import { createBedrock } from "./bedrock/index.ts";
import { createSagemaker } from "./sagemaker/index.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const common = (server: Loopback) => ({
  region: "us-east-1",
  endpoint: server.url,
  requestHandler: new NodeHttpHandler(),
  maxAttempts: 1,
});
const converse = new ConverseCommand({
  modelId: "amazon.nova-pro-v1:0",
  messages: [{ role: "user", content: [{ text: "Hi" }] }],
});
const body = JSON.stringify({ messages: [{ role: "user", content: "Hi" }] });
const invoke = new InvokeEndpointCommand({ EndpointName: "chat", ContentType: "application/json", Body: body });

async function sealed(protocol: Protocol, ask: (server: Loopback) => Promise<unknown>): Promise<unknown> {
  await using server = await loopback(protocol, () => answer(spoken));
  await ask(server);
  const [request] = server.requests;
  if (request === undefined) throw new Error("Nothing was asked.");
  return protocol.isSealed?.(request);
}

it("requests that the official clients sign are sealed, and those with an API key are not", async () => {
  const bedrock = createBedrock([]);
  const sagemaker = createSagemaker([hostedChat]);
  expect(await sealed(bedrock, (to) => new BedrockRuntimeClient({ ...common(to), credentials }).send(converse))).toBe(
    true,
  );
  expect(await sealed(sagemaker, (to) => new SageMakerRuntimeClient({ ...common(to), credentials }).send(invoke))).toBe(
    true,
  );
  const key = { token: { token: "bedrock-api-key" }, authSchemePreference: ["httpBearerAuth"] };
  expect(await sealed(bedrock, (to) => new BedrockRuntimeClient({ ...common(to), ...key }).send(converse))).toBe(false);
});
