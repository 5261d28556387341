import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, it } from "vitest";
import type { ToolAnswer } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../testing/calls.ts";
import { failure, type Loopback, loopback } from "../testing/loopback.ts";
import { createBedrockEmbeddings } from "./bedrock-embeddings.ts";
import { bedrockGuardrail } from "./bedrock-guardrail.ts";
import { lambda } from "./lambda.ts";

const bedrockEmbeddings = createBedrockEmbeddings([]);

const configOf = (server: Loopback) => ({
  region: "us-east-1",
  endpoint: server.url,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  requestHandler: new NodeHttpHandler(),
  maxAttempts: 1,
});
const result = (given: ToolAnswer) => ({ kind: "answer", payload: { kind: "tool", result: given } }) as const;
const raised = async (run: () => Promise<unknown>): Promise<Error> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("The client raised nothing.");
};
const codec = (server: Loopback) => new BedrockRuntimeClient(configOf(server));

describe("a guardrail", () => {
  const command = new ApplyGuardrailCommand({
    guardrailIdentifier: "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr1",
    guardrailVersion: "DRAFT",
    source: "INPUT",
    content: [{ text: { text: "Hi" } }],
  });

  it("is asked with its identifier, and its intervention is an answer", async () => {
    const value = { action: "GUARDRAIL_INTERVENED", outputs: [{ text: "Blocked." }], assessments: [], usage: {} };
    await using server = await loopback(bedrockGuardrail, () => result({ status: 200, value }));
    const reply = await codec(server).send(command);
    expect([reply.action, reply.outputs]).toEqual(["GUARDRAIL_INTERVENED", [{ text: "Blocked." }]]);
    expect(server.drafts[0]).toMatchObject({
      operation: "apply-guardrail",
      payload: {
        request: {
          arguments: {
            guardrailIdentifier: "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr1",
            guardrailVersion: "DRAFT",
            source: "INPUT",
          },
        },
      },
    });
  });

  it("steps in with its message and what it found, as a success", async () => {
    await using server = await loopback(bedrockGuardrail, () =>
      failure({ kind: "guardrail-intervened", message: "Not here." }),
    );
    const { action, outputs, assessments, usage } = await codec(server).send(command);
    expect([action, outputs]).toEqual(["GUARDRAIL_INTERVENED", [{ text: "Not here." }]]);
    expect(assessments?.[0]?.topicPolicy?.topics?.[0]?.action).toBe("BLOCKED");
    expect(usage?.topicPolicyUnits).toBe(1);
  });

  it.each([
    ["throttled", "ThrottlingException", 429],
    ["quota-exhausted", "ServiceQuotaExceededException", 400],
    ["server-error", "InternalServerException", 500],
    ["unavailable", "ServiceUnavailableException", 503],
    ["region-down", "ServiceUnavailableException", 503],
    ["bad-gateway", "SyntaxError", 502],
    ["gateway-timeout", "SyntaxError", 504],
    ["access-denied", "AccessDeniedException", 403],
    ["credentials-expired", "ExpiredTokenException", 403],
    ["not-found", "ResourceNotFoundException", 404],
    ["invalid-request", "ValidationException", 400],
  ] as const)("%s", async (kind, name, status) => {
    expect(bedrockGuardrail.failures).toContain(kind);
    await using server = await loopback(bedrockGuardrail, () => failure({ kind }));
    const error = await raised(() => codec(server).send(command));
    expect(error.name).toBe(name);
    if (error instanceof BedrockRuntimeServiceException) expect(error.$metadata.httpStatusCode).toBe(status);
  });
});

describe("Titan embeddings", () => {
  const ask = (modelId: string, body: object) =>
    new InvokeModelCommand({ modelId, contentType: "application/json", body: JSON.stringify(body) });

  it.each([
    ["amazon.titan-embed-text-v1", { inputText: "Hi" }, 1536],
    ["amazon.titan-embed-text-v2:0", { inputText: "Hi" }, 1024],
    ["amazon.titan-embed-text-v2:0", { inputText: "Hi", dimensions: 256 }, 256],
    ["amazon.titan-embed-image-v1", { inputText: "Hi", embeddingConfig: { outputEmbeddingLength: 384 } }, 384],
  ])("%s %o", async (modelId, body, dimensions) => {
    await using server = await loopback(bedrockEmbeddings, () => ({
      kind: "answer",
      payload: { kind: "embedding", result: { vectors: [[0.5, -0.25]], inputTokens: 3 } },
    }));
    const reply = await codec(server).send(ask(modelId, body));
    expect(JSON.parse(reply.body.transformToString())).toMatchObject({
      embedding: [0.5, -0.25],
      inputTextTokenCount: 3,
    });
    expect(server.drafts[0]?.payload).toEqual({
      kind: "embedding",
      request: { model: modelId, inputs: ["Hi"], dimensions },
    });
  });

  it("come by type too from the second version, and are read back", async () => {
    const request = requestOf("POST", "http://b.test/model/amazon.titan-embed-text-v2%3A0/invoke", {
      inputText: "Hi",
      embeddingTypes: ["float", "binary"],
    });
    const binding = bindingOf("http://b.test/model/amazon.titan-embed-text-v2%3A0");
    expect(bedrockEmbeddings.recognise(request, binding)).toBe("embed");
    const call = callOf(bedrockEmbeddings.decodeCall(request, binding), bedrockEmbeddings);
    const answer = { kind: "embedding", result: { vectors: [[0.5, -0.25]], inputTokens: 3 } } as const;
    const wire = bedrockEmbeddings.encodeReply(call, { kind: "answer", payload: answer }, binding, encodeContext());
    const reply = await joined(wire);
    expect(JSON.parse(Buffer.from(reply.bytes).toString())).toMatchObject({
      embeddingsByType: { float: [0.5, -0.25], binary: [1, 0] },
    });
    expect(bedrockEmbeddings.decodeReply(call, reply, binding)).toEqual(answer);
  });

  it("need a text, and fail as the runtime does", async () => {
    await using server = await loopback(bedrockEmbeddings, () => failure({ kind: "throttled" }));
    const empty = await raised(() => codec(server).send(ask("amazon.titan-embed-text-v1", {})));
    expect([empty.name, empty.message]).toEqual([
      "ValidationException",
      expect.stringMatching(/\[inputText\] not found/),
    ]);
    const limited = await raised(() => codec(server).send(ask("amazon.titan-embed-text-v1", { inputText: "Hi" })));
    expect(limited.name).toBe("ThrottlingException");
  });
});

describe("a function", () => {
  const invoke = (server: Loopback, FunctionName = "get-order") =>
    new LambdaClient(configOf(server)).send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ id: 7 }) }));

  it.each([
    "get-order",
    "get-order:prod",
    "123456789012:function:get-order",
    "arn:aws:lambda:us-east-1:123456789012:function:get-order:3",
  ])("is the operation: %s", async (name) => {
    await using server = await loopback(lambda, () => result({ status: 200, value: { total: 1 } }));
    const reply = await invoke(server, name);
    expect(JSON.parse(reply.Payload?.transformToString() ?? "")).toEqual({ total: 1 });
    expect([reply.FunctionError, reply.ExecutedVersion]).toEqual([undefined, "$LATEST"]);
    expect(server.drafts[0]).toMatchObject({ operation: "get-order", payload: { request: { arguments: { id: 7 } } } });
  });

  const table: readonly [FailureKind, string, number][] = [
    ["throttled", "TooManyRequestsException", 429],
    ["server-error", "ServiceException", 500],
    ["unavailable", "ServiceUnavailableException", 503],
    ["region-down", "ServiceUnavailableException", 503],
    ["not-found", "ResourceNotFoundException", 404],
    ["access-denied", "AccessDeniedException", 403],
    ["credentials-expired", "ExpiredTokenException", 403],
    ["invalid-request", "InvalidRequestContentException", 400],
  ];
  it.each(table)("%s is an error of the service", async (kind, name, status) => {
    await using server = await loopback(lambda, () => failure({ kind, retryAfterMs: 1500 }));
    const error = await raised(() => invoke(server));
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect(error.message).not.toBe("");
    const waits = kind === "throttled" ? { retryAfterSeconds: "2", Reason: expect.stringMatching(/Concurrent/) } : {};
    expect(error).toMatchObject(waits);
  });

  it.each([
    ["model-error", "Error", /Odd/],
    ["model-timeout", "Sandbox.Timedout", /^RequestId: \S+ Error: Odd/],
  ] as const)("%s is a success that says that the function failed", async (kind, errorType, message) => {
    await using server = await loopback(lambda, () => failure({ kind, message: "Odd" }));
    const reply = await invoke(server);
    expect([reply.StatusCode, reply.FunctionError]).toEqual([200, "Unhandled"]);
    expect(JSON.parse(reply.Payload?.transformToString() ?? "")).toMatchObject({
      errorType,
      errorMessage: expect.stringMatching(message),
    });
    expect(lambda.failures.toSorted()).toEqual(
      [...table.map(([one]) => one), "model-error", "model-timeout"].toSorted(),
    );
  });
});
