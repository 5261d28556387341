import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  type ContentBlock,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type Tool,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, it } from "vitest";
import { isBreak, type Piece } from "../../../domain/wire.ts";
import { hostedMessages } from "../../anthropic/hosted-body.ts";
import { encodeContext } from "../../testing/calls.ts";
import { answer, type Loopback, loopback } from "../../testing/loopback.ts";
import { calling, spoken } from "../../testing/turns.ts";
import { createBedrock } from "./index.ts";

const protocol = createBedrock([hostedMessages]);

/** Over HTTP/1.1, which the loopback server speaks; retries are a matter of the conformance run. */
const clientOf = (server: Loopback, config: BedrockRuntimeClientConfig = {}): BedrockRuntimeClient =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: server.url,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
    ...config,
  });

const model = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const messages = [{ role: "user" as const, content: [{ text: "Hi" }] }];
const tools: Tool[] = ["get_order", "get_stock"].map((name) => ({
  toolSpec: { name, description: name, inputSchema: { json: { type: "object" } } },
}));
const ask = { modelId: model, messages };
const own = JSON.stringify({
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 100,
  messages: [{ role: "user", content: "Hi" }],
});

async function streamed(client: BedrockRuntimeClient, seen: string[] = []): Promise<string[]> {
  const { stream } = await client.send(new ConverseStreamCommand(ask));
  for await (const event of stream ?? []) {
    const { contentBlockDelta, messageStop } = event;
    if (contentBlockDelta?.delta?.text) seen.push(contentBlockDelta.delta.text);
    if (messageStop?.stopReason) seen.push(`<${messageStop.stopReason}>`);
  }
  return seen;
}

const raised = async (run: () => Promise<unknown>): Promise<Error> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("The client raised nothing.");
};

describe("the official client", () => {
  it("reads text, reason, usage and latency, whole", async () => {
    await using server = await loopback(protocol, () =>
      answer({ ...spoken, usage: { inputTokens: 100, outputTokens: 5, cacheReadTokens: 60, cacheWriteTokens: 0 } }),
    );
    const reply = await clientOf(server).send(new ConverseCommand(ask));
    expect(reply.output?.message?.content).toEqual([{ text: spoken.text }]);
    expect(reply.stopReason).toBe("end_turn");
    expect(reply.usage).toMatchObject({ inputTokens: 40, cacheReadInputTokens: 60, outputTokens: 5, totalTokens: 105 });
    expect(reply.metrics?.latencyMs).toBeGreaterThan(0);
    expect(reply.$metadata.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(server.drafts[0]?.operation).toBe("converse");
    expect(server.drafts[0]?.payload).toMatchObject({ conversation: { model } });
  });

  it("streams text to its end, with metadata", async () => {
    await using server = await loopback(protocol, () => answer(spoken));
    const said = await streamed(clientOf(server));
    expect(said.join("")).toBe(`${spoken.text}<end_turn>`);
    expect(said.length).toBeGreaterThan(5);
  });

  it("calls tools in parallel and sends their results back", async () => {
    await using server = await loopback(protocol, (_draft, count) => answer(count === 1 ? calling : spoken));
    const client = clientOf(server);
    const first = await client.send(new ConverseCommand({ ...ask, toolConfig: { tools } }));
    const content = first.output?.message?.content ?? [];
    const results = content.flatMap(({ toolUse }): ContentBlock[] =>
      toolUse ? [{ toolResult: { toolUseId: toolUse.toolUseId, content: [{ json: { ok: true } }] } }] : [],
    );
    await client.send(
      new ConverseCommand({
        ...ask,
        toolConfig: { tools },
        messages: [...messages, { role: "assistant", content }, { role: "user", content: results }],
      }),
    );
    expect(first.stopReason).toBe("tool_use");
    expect(content.map(({ toolUse }) => toolUse?.input)).toEqual(
      calling.toolCalls.map((one) => JSON.parse(one.arguments)),
    );
    expect(server.drafts[1]?.payload).toMatchObject({
      conversation: {
        messages: [
          { role: "user" },
          { role: "assistant", toolCalls: [{ id: "call_1" }, { id: "call_2" }] },
          { role: "tool", callId: "call_1", name: "get_order", text: '{"ok":true}' },
          { role: "tool", callId: "call_2", name: "get_stock" },
        ],
      },
    });
  });

  it("invokes a hosted model in its own body, whole and streamed", async () => {
    await using server = await loopback(protocol, () => answer(spoken));
    const client = clientOf(server);
    const whole = await client.send(new InvokeModelCommand({ modelId: model, body: own }));
    expect(JSON.parse(whole.body.transformToString())).toMatchObject({
      type: "message",
      content: [{ type: "text", text: spoken.text }],
    });
    const { body } = await client.send(new InvokeModelWithResponseStreamCommand({ modelId: model, body: own }));
    const chunks: { type: string; delta?: { text?: string } }[] = [];
    for await (const { chunk } of body ?? []) chunks.push(JSON.parse(Buffer.from(chunk?.bytes ?? []).toString()));
    expect(chunks.map(({ delta }) => delta?.text ?? "").join("")).toBe(spoken.text);
    expect(chunks.at(-1)?.type).toBe("message_stop");
    expect(server.drafts.map(({ operation }) => operation)).toEqual(["invoke", "invoke-stream"]);
  });
});

describe("the official client in the middle of a stream", () => {
  /** Lets two pieces of content through, then the frame that is made of the next, then the rest. */
  const after = (change: (piece: Exclude<Piece, { ending: unknown }>) => Piece | undefined, stop = false) =>
    async function* (pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
      let content = 0;
      for await (const piece of pieces) {
        if (!isBreak(piece) && piece.mark === "content") content += 1;
        const changed = content === 3 && !isBreak(piece) && piece.mark === "content" ? change(piece) : piece;
        if (changed) yield changed;
        if (content === 3 && stop) return;
      }
    };

  async function cut(
    transmit: (pieces: AsyncIterable<Piece>) => AsyncIterable<Piece>,
  ): Promise<[string[], Error | undefined]> {
    await using server = await loopback(protocol, () => answer(spoken), { transmit });
    const seen: string[] = [];
    const error = await streamed(clientOf(server), seen).then(
      () => undefined,
      (reason: Error) => reason,
    );
    return [seen, error];
  }

  it.each([
    ["throttled", "ThrottlingException"],
    ["server-error", "InternalServerException"],
    ["unavailable", "ServiceUnavailableException"],
    ["model-error", "ModelStreamErrorException"],
    ["model-timeout", "ModelStreamErrorException"],
    ["invalid-request", "ValidationException"],
  ] as const)("raises the exception for %s after what came before it", async (kind, name) => {
    expect(protocol.midStream?.failures).toContain(kind);
    const [seen, error] = await cut(after(() => protocol.midStream?.failure({ kind }, encodeContext()), true));
    expect(seen).toHaveLength(2);
    expect(error?.constructor.name).toBe(name);
  });

  it("raises ModelTimeoutException only from a model's own stream", async () => {
    const transmit = after((): Piece | undefined => {
      const call = server.drafts[0] && { ...server.drafts[0], operation: "invoke-stream" };
      return protocol.midStream?.failure({ kind: "model-timeout" }, encodeContext(), call as never);
    }, true);
    await using server = await loopback(protocol, () => answer(spoken), { transmit });
    const { body } = await clientOf(server).send(
      new InvokeModelWithResponseStreamCommand({ modelId: model, body: own }),
    );
    const error = await raised(async () => {
      for await (const _ of body ?? []);
    });
    expect(error.constructor.name).toBe("ModelTimeoutException");
  });

  it("fails on a checksum and on JSON that does not hold, and not on an empty delta", async () => {
    const { midStream } = protocol;
    const [, checksum] = await cut(after((piece) => midStream?.breakChecksum?.(piece)));
    expect(checksum?.message).toMatch(/^The message checksum \(\d+\) did not match/);
    for (const how of ["truncated", "noise"] as const) {
      const [, broken] = await cut(after((piece) => midStream?.garble?.(piece, how, () => 0.4)));
      expect(broken).toBeInstanceOf(SyntaxError);
    }
    const [seen, fine] = await cut(after((piece) => midStream?.emptyDelta?.(encodeContext(), undefined, piece)));
    expect([seen.at(-1), fine]).toEqual(["<end_turn>", undefined]);
  });

  it("throws a first frame that is an exception from send itself", async () => {
    async function* only(): AsyncGenerator<Piece> {
      const frame = protocol.midStream?.failure({ kind: "throttled" }, encodeContext());
      if (frame) yield frame;
    }
    await using server = await loopback(protocol, () => answer(spoken), { transmit: only });
    const error = await raised(() => clientOf(server).send(new ConverseStreamCommand(ask)));
    expect(error.name).toBe("ThrottlingException");
  });
});
