import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  ConverseCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, it } from "vitest";
import type { FailureKind } from "../../../domain/vocabulary.ts";
import { hostedMessages } from "../../anthropic/hosted-body.ts";
import { answer, failure, type Loopback, loopback } from "../../testing/loopback.ts";
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
const model = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const ask = { modelId: model, messages: [{ role: "user" as const, content: [{ text: "Hi" }] }] };
const own = JSON.stringify({
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 100,
  messages: [{ role: "user", content: "Hi" }],
});
const raised = async (run: () => Promise<unknown>): Promise<Error> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("The client raised nothing.");
};

/** Kind, class, name, status. */
const table: readonly [FailureKind, string, string, number][] = [
  ["throttled", "ThrottlingException", "ThrottlingException", 429],
  ["quota-exhausted", "ThrottlingException", "ThrottlingException", 429],
  ["overloaded", "ServiceUnavailableException", "ServiceUnavailableException", 503],
  ["server-error", "InternalServerException", "InternalServerException", 500],
  ["unavailable", "ServiceUnavailableException", "ServiceUnavailableException", 503],
  ["region-down", "ServiceUnavailableException", "ServiceUnavailableException", 503],
  ["bad-gateway", "SyntaxError", "SyntaxError", 502],
  ["gateway-timeout", "SyntaxError", "SyntaxError", 504],
  ["model-timeout", "ModelTimeoutException", "ModelTimeoutException", 408],
  ["model-not-ready", "ModelNotReadyException", "ModelNotReadyException", 429],
  ["model-error", "ModelErrorException", "ModelErrorException", 424],
  ["context-overflow", "ValidationException", "ValidationException", 400],
  ["access-denied", "AccessDeniedException", "AccessDeniedException", 403],
  ["credentials-expired", "BedrockRuntimeServiceException", "ExpiredTokenException", 403],
  ["not-found", "ResourceNotFoundException", "ResourceNotFoundException", 404],
  ["invalid-request", "ValidationException", "ValidationException", 400],
];

describe("the official client on failures", () => {
  it("has every failure of the protocol in this table", () => {
    expect(table.map(([kind]) => kind).toSorted()).toEqual(protocol.failures.toSorted());
  });

  it.each(table)("%s", async (kind, type, name, status) => {
    await using server = await loopback(protocol, () => failure({ kind, retryAfterMs: 5000 }));
    for (const command of [new ConverseCommand(ask), new InvokeModelCommand({ modelId: model, body: own })]) {
      const error = await raised(() => clientOf(server).send(command as ConverseCommand));
      expect([error.constructor.name, error.name]).toEqual([type, name]);
      if (error instanceof BedrockRuntimeServiceException) {
        expect(error.$metadata.httpStatusCode).toBe(status);
        expect(error.$response?.headers).not.toHaveProperty("retry-after");
      }
    }
  });

  it("finds on a failing model what it answered itself", async () => {
    await using server = await loopback(protocol, () => failure({ kind: "model-error", message: "Odd." }));
    const error = await raised(() => clientOf(server).send(new ConverseCommand(ask)));
    expect(error).toMatchObject({ message: "Odd.", originalStatusCode: 500, resourceName: model });
  });

  it("sees the service's own complaint when it sends nonsense", async () => {
    await using server = await loopback(protocol, () => answer(spoken));
    const error = await raised(() =>
      clientOf(server).send(new ConverseCommand({ ...ask, messages: [{ role: "user", content: [] }] })),
    );
    expect([error.name, error.message]).toEqual(["ValidationException", expect.stringMatching(/messages\.0 is empty/)]);
  });
});
