import {
  BedrockAgentCoreClient,
  BedrockAgentCoreServiceException,
  CreateEventCommand,
  DeleteEventCommand,
  GetMemoryRecordCommand,
  InvokeAgentRuntimeCommand,
  ListEventsCommand,
  RetrieveMemoryRecordsCommand,
} from "@aws-sdk/client-bedrock-agentcore";
import { describe, expect, it } from "vitest";
import type { ToolAnswer } from "../../../domain/call.ts";
import { failure, type Loopback, loopback, type Respond } from "../../testing/loopback.ts";
import { agentcoreMemory } from "./memory.ts";
import { agentcoreRuntime } from "./runtime.ts";

/** One attempt is enough here: the conformance run counts them. */
const clientOf = ({ url }: Loopback): BedrockAgentCoreClient =>
  new BedrockAgentCoreClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
    maxAttempts: 1,
  });
const answer =
  (value: unknown, more: Partial<ToolAnswer> = {}): Respond =>
  () => ({ kind: "answer", payload: { kind: "tool", result: { status: 200, value, ...more } } });

const agentRuntimeArn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/desk-AbCdEf1234";
const invoke = new InvokeAgentRuntimeCommand({
  agentRuntimeArn,
  qualifier: "DEFAULT",
  contentType: "application/json",
  payload: JSON.stringify({ prompt: "Hi" }),
});
const memoryId = "desk-1234567890";
const retrieve = new RetrieveMemoryRecordsCommand({
  memoryId,
  namespace: "/facts",
  searchCriteria: { searchQuery: "size", topK: 2 },
});
const raisedBy = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe("the runtime", () => {
  it("reads an invocation, and answers in JSON with the session", async () => {
    await using server = await loopback(agentcoreRuntime, answer({ result: "Hello" }));
    const { response, contentType, runtimeSessionId, statusCode } = await clientOf(server).send(invoke);
    expect([statusCode, contentType, await response?.transformToString()]).toEqual([
      200,
      "application/json",
      '{"result":"Hello"}',
    ]);
    expect(server.drafts[0]).toMatchObject({
      operation: "InvokeAgentRuntime",
      stream: false,
      payload: { request: { method: "POST", arguments: { prompt: "Hi", qualifier: "DEFAULT", agentRuntimeArn } } },
      // The client made it up; it is not among the arguments, so that retries and runs are alike.
      echo: { sessionId: runtimeSessionId },
    });
  });

  it("answers in events where the agent streams", async () => {
    const headers = { "content-type": "text/event-stream" };
    await using server = await loopback(agentcoreRuntime, answer(["one", { two: 2 }], { headers }));
    const { response, contentType } = await clientOf(server).send(
      new InvokeAgentRuntimeCommand({ ...invoke.input, accept: "text/event-stream" }),
    );
    expect(contentType).toBe("text/event-stream");
    expect(await response?.transformToString()).toBe('data: "one"\n\ndata: {"two":2}\n\n');
    expect(server.drafts[0]?.stream).toBe(true);
  });

  it.each([
    ["throttled", "ThrottlingException", 429],
    ["quota-exhausted", "ServiceQuotaExceededException", 402],
    ["server-error", "InternalServerException", 500],
    ["unavailable", "RetryableConflictException", 409],
    ["model-error", "RuntimeClientError", 424],
    ["model-not-ready", "RuntimeClientError", 424],
    ["credentials-expired", "ExpiredTokenException", 403],
    ["access-denied", "AccessDeniedException", 403],
    ["not-found", "ResourceNotFoundException", 404],
    ["invalid-request", "ValidationException", 400],
  ] as const)("%s is a %s with status %i", async (kind, name, status) => {
    await using server = await loopback(agentcoreRuntime, () => failure({ kind }));
    const error = await raisedBy(clientOf(server).send(invoke));
    expect(error).toBeInstanceOf(BedrockAgentCoreServiceException);
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect((error as Error).message).not.toMatch(/Unknown/);
  });

  it("tells of an agent that fails no more than its status", async () => {
    await using server = await loopback(agentcoreRuntime, () => failure({ kind: "model-error", status: 502 }));
    await expect(clientOf(server).send(invoke)).rejects.toThrow(/^Received error \(502\) from runtime/);
  });

  it("lets an agent's stream end in its own error event", async () => {
    const headers = { "content-type": "text/event-stream" };
    await using server = await loopback(agentcoreRuntime, answer(["one", "two"], { headers }), {
      async *transmit(pieces) {
        for await (const piece of pieces) {
          yield piece;
          break;
        }
        const frame = agentcoreRuntime.midStream?.failure(
          { kind: "server-error", message: "boom" },
          { id: (prefix) => prefix, nowSeconds: 0 },
        );
        if (frame) yield frame;
      },
    });
    const { response } = await clientOf(server).send(invoke);
    expect(await response?.transformToString()).toBe('data: "one"\n\nevent: error\ndata: {"error":"boom"}\n\n');
  });
});

describe("the memory", () => {
  it("reads what is remembered; the token that the client made up is the key of the attempt", async () => {
    const event = { memoryId, actorId: "ada", sessionId: "s-1", eventId: "e-1", eventTimestamp: 1_790_000_000 };
    await using server = await loopback(agentcoreMemory, answer({ event: { ...event, payload: [] } }, { status: 201 }));
    const { event: written } = await clientOf(server).send(
      new CreateEventCommand({
        memoryId,
        actorId: "ada",
        sessionId: "s-1",
        eventTimestamp: new Date(1_790_000_000_000),
        payload: [{ conversational: { role: "USER", content: { text: "I wear 42." } } }],
      }),
    );
    expect(written?.eventTimestamp).toEqual(new Date(1_790_000_000_000));
    const [draft] = server.drafts;
    const request = draft?.payload.kind === "tool" ? draft.payload.request : undefined;
    expect([draft?.operation, request?.idempotencyKey]).toEqual([
      "CreateEvent",
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
    expect(request?.arguments).toEqual({
      memoryId,
      actorId: "ada",
      sessionId: "s-1",
      eventTimestamp: 1_790_000_000,
      payload: [{ conversational: { role: "USER", content: { text: "I wear 42." } } }],
    });
  });

  it("finds records", async () => {
    const record = { memoryRecordId: "mem-1", content: { text: "Wears 42." }, score: 0.8, namespaces: ["/facts"] };
    await using server = await loopback(agentcoreMemory, answer({ memoryRecordSummaries: [record] }));
    expect((await clientOf(server).send(retrieve)).memoryRecordSummaries).toEqual([record]);
    expect(server.drafts[0]).toMatchObject({
      operation: "RetrieveMemoryRecords",
      payload: { request: { arguments: { memoryId, searchCriteria: { searchQuery: "size", topK: 2 } } } },
    });
  });

  it("knows its operations by method and path", async () => {
    await using server = await loopback(agentcoreMemory, answer({}));
    const client = clientOf(server);
    const session = { memoryId, actorId: "a/b", sessionId: "s" };
    await client.send(new ListEventsCommand(session));
    await client.send(new DeleteEventCommand({ ...session, eventId: "e" }));
    await client.send(new GetMemoryRecordCommand({ memoryId, memoryRecordId: "mem-1" }));
    expect(server.drafts.map(({ operation }) => operation)).toEqual(["ListEvents", "DeleteEvent", "GetMemoryRecord"]);
    expect(server.drafts[1]?.payload).toMatchObject({ request: { arguments: { ...session, eventId: "e" } } });
  });

  it.each([
    ["throttled", "ThrottledException", 429],
    ["quota-exhausted", "ServiceQuotaExceededException", 402],
    ["server-error", "ServiceException", 500],
    ["unavailable", "RetryableConflictException", 409],
    ["access-denied", "AccessDeniedException", 403],
    ["not-found", "ResourceNotFoundException", 404],
    ["invalid-request", "ValidationException", 400],
  ] as const)("%s is a %s with status %i", async (kind, name, status) => {
    await using server = await loopback(agentcoreMemory, () => failure({ kind }));
    const error = await raisedBy(clientOf(server).send(retrieve));
    expect(error).toBeInstanceOf(BedrockAgentCoreServiceException);
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });

  it("refuses a request without what it needs", async () => {
    await using server = await loopback(agentcoreMemory, answer({}));
    const command = new RetrieveMemoryRecordsCommand({ memoryId, searchCriteria: undefined } as never);
    await expect(clientOf(server).send(command)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("Value null at 'searchCriteria'"),
    });
  });
});
