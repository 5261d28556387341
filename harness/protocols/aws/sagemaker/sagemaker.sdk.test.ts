import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelTurn } from "../../../domain/conversation.ts";
import type { FailureKind } from "../../../domain/vocabulary.ts";
import { isBreak, type Piece } from "../../../domain/wire.ts";
import { hostedChat } from "../../openai/hosted-body.ts";
import { streamEventFrame } from "../../shared/event-stream.ts";
import { parseEvents } from "../../shared/sse.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../../testing/calls.ts";
import { collect } from "../../testing/collect.ts";
import { chunksOf } from "../../testing/describe-round-trip.ts";
import { answer, failure, type Loopback, loopback } from "../../testing/loopback.ts";
import { anyText, calling, spoken } from "../../testing/turns.ts";
import { createSagemaker } from "./index.ts";
import { payloadOf } from "./parts.ts";

const protocol = createSagemaker([hostedChat]);
const clientOf = (server: Loopback): SageMakerRuntimeClient =>
  new SageMakerRuntimeClient({
    region: "us-east-1",
    endpoint: server.url,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
  });
const prompt = { inputs: "Hi", parameters: { max_new_tokens: 20 } };
const chat = { messages: [{ role: "user", content: "Hi" }], max_tokens: 20 };
const asked = (body: object) => ({ EndpointName: "desk", ContentType: "application/json", Body: JSON.stringify(body) });

const whole = async (server: Loopback, body: object): Promise<unknown> => {
  const reply = await clientOf(server).send(new InvokeEndpointCommand(asked(body)));
  return JSON.parse(reply.Body.transformToString());
};
async function streamed(server: Loopback, body: object, parts: string[] = []): Promise<string[]> {
  const { Body } = await clientOf(server).send(new InvokeEndpointWithResponseStreamCommand(asked(body)));
  for await (const { PayloadPart } of Body ?? []) parts.push(Buffer.from(PayloadPart?.Bytes ?? []).toString());
  return parts;
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
  it("asks a text-generation container, whole and streamed", async () => {
    await using server = await loopback(protocol, () => answer(spoken));
    expect(await whole(server, prompt)).toEqual([{ generated_text: spoken.text }]);
    const events = parseEvents((await streamed(server, prompt)).join("")).map(({ data }) => JSON.parse(data));
    expect(events.map(({ token }) => (token.special ? "" : token.text)).join("")).toBe(spoken.text);
    expect(events.at(-1)).toMatchObject({
      generated_text: spoken.text,
      details: { finish_reason: "eos_token", generated_tokens: 17, input_length: 42 },
    });
    expect(server.drafts.map(({ operation }) => operation)).toEqual(["invoke", "invoke-stream"]);
    expect(server.drafts[0]?.payload).toMatchObject({ conversation: { model: "desk", maxOutputTokens: 20 } });
  });

  it("asks a container that speaks chat, with tools, whole and streamed", async () => {
    await using server = await loopback(protocol, () => answer(calling));
    expect(await whole(server, chat)).toMatchObject({
      model: "desk",
      choices: [{ finish_reason: "tool_calls", message: { tool_calls: [{ id: "call_1" }, { id: "call_2" }] } }],
    });
    const parts = await streamed(server, chat);
    expect(parts.at(-1)).toBe("data: [DONE]\n\n");
    expect(parts.length).toBeGreaterThan(5);
  });

  const table: readonly [FailureKind, string, number][] = [
    ["throttled", "ThrottlingException", 400],
    ["server-error", "InternalFailure", 500],
    ["unavailable", "ServiceUnavailable", 503],
    ["region-down", "ServiceUnavailable", 503],
    ["model-error", "ModelError", 424],
    ["model-timeout", "ModelError", 424],
    ["overloaded", "ModelError", 424],
    ["context-overflow", "ModelError", 424],
    ["model-not-ready", "ModelNotReadyException", 429],
    ["access-denied", "AccessDeniedException", 403],
    ["credentials-expired", "ExpiredTokenException", 403],
    ["not-found", "ValidationError", 400],
    ["invalid-request", "ValidationError", 400],
  ];
  it.each(table)("raises for %s", async (kind, name, status) => {
    await using server = await loopback(protocol, () => failure({ kind }));
    const error = await raised(() => whole(server, prompt));
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect(error.message).not.toBe("");
    expect(protocol.failures.toSorted()).toEqual(table.map(([one]) => one).toSorted());
  });

  it("finds in a ModelError what the container said", async () => {
    await using server = await loopback(protocol, () =>
      failure({ kind: "model-error", message: "CUDA out of memory" }),
    );
    expect(await raised(() => whole(server, prompt))).toMatchObject({
      OriginalStatusCode: 500,
      OriginalMessage: "CUDA out of memory",
      LogStreamArn: expect.stringContaining("/aws/sagemaker/Endpoints/desk"),
    });
  });

  it.each([
    ["model-error", { name: "ModelStreamError", ErrorCode: "StreamBroken" }],
    ["model-timeout", { name: "ModelStreamError", ErrorCode: "ModelInvocationTimeExceeded" }],
    ["server-error", { name: "InternalStreamFailure" }],
  ] as const)("raises the stream's exception for %s after what came before it", async (kind, expected) => {
    async function* broken(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
      let content = 0;
      for await (const piece of pieces) {
        if (!isBreak(piece) && piece.mark === "content") content += 1;
        if (content === 3) break;
        yield piece;
      }
      const frame = protocol.midStream?.failure({ kind }, encodeContext());
      if (frame) yield frame;
    }
    await using server = await loopback(protocol, () => answer(spoken), { transmit: broken });
    const parts: string[] = [];
    const error = await raised(() => streamed(server, prompt, parts));
    expect(error).toMatchObject(expected);
    expect(parts).toHaveLength(2);
  });
});

describe("the wire", () => {
  const binding = bindingOf("https://runtime.sagemaker.us-east-1.amazonaws.com");
  const turn: fc.Arbitrary<ModelTurn> = fc.record({
    text: anyText(),
    toolCalls: fc.constant([]),
    stopReason: fc.constantFrom("stop", "length"),
    usage: fc.record({ inputTokens: fc.nat(), outputTokens: fc.nat() }),
  });
  const callFor = (body: object, stream: boolean) => {
    const path = `/endpoints/desk/invocations${stream ? "-response-stream" : ""}`;
    return callOf(protocol.decodeCall(requestOf("POST", binding.url + path, body), binding), protocol);
  };

  it("reads back a stream, also one whose parts end inside events", async () => {
    const call = callFor(prompt, true);
    await fc.assert(
      fc.asyncProperty(turn, fc.array(fc.nat(), { maxLength: 6 }), async (given, cuts) => {
        const reply = { kind: "answer", payload: { kind: "model", turn: given } } as const;
        const wire = await joined(protocol.encodeReply(call, reply, binding, encodeContext()));
        expect(protocol.decodeReply(call, wire, binding)).toEqual({ kind: "model", turn: given });
        const payload = payloadOf(wire.bytes) ?? new Uint8Array();
        const parts = await collect(chunksOf(payload, cuts));
        const bytes = Buffer.concat(parts.map((part) => streamEventFrame("PayloadPart", part, "content").bytes));
        expect(protocol.decodeReply(call, { ...wire, bytes }, binding)).toEqual({ kind: "model", turn: given });
      }),
      { numRuns: 50 },
    );
  });

  it("is told by an option what the container speaks, and relays what nobody knows", () => {
    const request = requestOf("POST", `${binding.url}/endpoints/desk/invocations`, { instances: [1] });
    expect(protocol.recognise(request, binding)).toBeUndefined();
    expect(protocol.recognise(request, { ...binding, options: { body: "text-generation" } })).toBe("invoke");
    expect(protocol.checkOptions?.({ body: "chat" })).toEqual([]);
    expect(protocol.checkOptions?.({ body: "prose" })).toHaveLength(1);
  });

  it("tells the text of its parts and follows them with empty ones", () => {
    for (const body of [prompt, chat]) {
      const call = callFor(body, true);
      const reply = { kind: "answer", payload: { kind: "model", turn: spoken } } as const;
      const { body: frames } = protocol.encodeReply(call, reply, binding, encodeContext());
      if (!Array.isArray(frames)) throw new Error("It does not stream.");
      expect(frames.map((frame) => protocol.textOf?.(frame)).join("")).toBe(spoken.text);
      expect(frames.at(-1)).toMatchObject({ mark: "close" });
      const empty = protocol.midStream?.emptyDelta?.(encodeContext(), call, frames[3]);
      expect(empty && protocol.textOf?.(empty)).toBe("");
    }
  });
});
