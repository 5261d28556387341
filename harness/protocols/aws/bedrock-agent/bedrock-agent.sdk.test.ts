import {
  BedrockAgentRuntimeClient,
  BedrockAgentRuntimeServiceException,
  InvokeAgentCommand,
  type ResponseStream,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { expect, it } from "vitest";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../../testing/calls.ts";
import { collect } from "../../testing/collect.ts";
import { failure, type Loopback, loopback, type Respond } from "../../testing/loopback.ts";
import { bedrockAgent } from "./index.ts";

const clientOf = ({ url }: Loopback): BedrockAgentRuntimeClient =>
  new BedrockAgentRuntimeClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });
const answer =
  (value: unknown): Respond =>
  () => ({ kind: "answer", payload: { kind: "tool", result: { status: 200, value } } });
const input = { agentId: "AGENT12345", agentAliasId: "TSTALIASID", sessionId: "s-1", inputText: "Hi" };
async function eventsOf(client: BedrockAgentRuntimeClient, more = {}): Promise<ResponseStream[]> {
  const { completion } = await client.send(new InvokeAgentCommand({ ...input, ...more }));
  return completion ? collect(completion) : [];
}
const textIn = (events: readonly ResponseStream[]): string[] =>
  events.flatMap(({ chunk }) => (chunk?.bytes ? [Buffer.from(chunk.bytes).toString()] : []));

it("says its answer in one chunk, or in pieces if asked to", async () => {
  await using server = await loopback(bedrockAgent, answer({ completion: "Hello, Ada." }));
  const client = clientOf(server);
  expect(await client.send(new InvokeAgentCommand(input))).toMatchObject({
    sessionId: "s-1",
    contentType: "application/json",
  });
  expect(textIn(await eventsOf(client))).toEqual(["Hello, Ada."]);
  const inPieces = { streamingConfigurations: { streamFinalResponse: true } };
  expect(textIn(await eventsOf(client, inPieces))).toEqual(["Hello,", " Ada."]);
  expect(server.drafts[0]).toMatchObject({
    operation: "InvokeAgent",
    stream: true,
    payload: { request: { arguments: input } },
  });
});

it("shows traces, and gives control back", async () => {
  const trace = { sessionId: "s-1", trace: { orchestrationTrace: { rationale: { text: "Look it up." } } } };
  const returnControl = { invocationId: "i-1", invocationInputs: [] };
  await using server = await loopback(bedrockAgent, answer({ trace: [trace], returnControl }));
  expect(await eventsOf(clientOf(server))).toEqual([{ trace }, { returnControl }]);
});

it("reads back what it writes", async () => {
  const binding = bindingOf("https://bedrock-agent-runtime.us-east-1.amazonaws.com/agents/A");
  const request = requestOf("POST", `${binding.url}/agentAliases/L/sessions/s/text`, { inputText: "Hi" });
  expect(bedrockAgent.recognise(request, binding)).toBe("InvokeAgent");
  const call = callOf(bedrockAgent.decodeCall(request, binding), bedrockAgent);
  const value = { completion: "Grüße 🎒", attribution: { citations: [] }, trace: [{ sessionId: "s" }] };
  const payload = { kind: "tool" as const, result: { status: 200, value } };
  const wire = await joined(bedrockAgent.encodeReply(call, { kind: "answer", payload }, binding, encodeContext()));
  expect(bedrockAgent.decodeReply(call, wire, binding)).toMatchObject({ kind: "tool", result: { value } });
});

it("raises before the stream", async () => {
  await using server = await loopback(bedrockAgent, () => failure({ kind: "model-not-ready" }));
  await expect(clientOf(server).send(new InvokeAgentCommand(input))).rejects.toMatchObject({
    name: "ModelNotReadyException",
    $metadata: { httpStatusCode: 424 },
  });
});

it.each(bedrockAgent.midStream?.failures ?? [])("raises %s in the middle of the stream", async (kind) => {
  const { midStream } = bedrockAgent;
  await using server = await loopback(bedrockAgent, answer({ completion: "Hello" }), {
    async *transmit(pieces) {
      yield* pieces;
      if (midStream) yield midStream.failure({ kind }, { id: (prefix) => prefix, nowSeconds: 0 });
    },
  });
  const { completion } = await clientOf(server).send(new InvokeAgentCommand(input));
  const events: ResponseStream[] = [];
  const read = async (): Promise<void> => {
    for await (const event of completion ?? []) events.push(event);
  };
  await expect(read()).rejects.toBeInstanceOf(BedrockAgentRuntimeServiceException);
  expect(textIn(events)).toEqual(["Hello"]);
});
