import { join } from "node:path";
import {
  BedrockAgentCoreClient,
  CreateEventCommand,
  InvokeAgentRuntimeCommand,
  RetrieveMemoryRecordsCommand,
} from "@aws-sdk/client-bedrock-agentcore";
import type { Driver, DriverContext, Expected } from "../driver.ts";
import { healthyAnswer } from "../experiment.ts";
import { overHttp1, placeOf } from "./aws-client.ts";
import {
  brokenBody,
  connections,
  exception,
  hollowJson,
  once,
  read,
  type Table,
  throttled,
  transient,
} from "./aws-expect.ts";

type Errors = Readonly<Record<string, readonly [name: string, status: number]>>;
const common: Errors = {
  "quota-exhausted": ["ServiceQuotaExceededException", 402],
  unavailable: ["RetryableConflictException", 409],
  "credentials-expired": ["ExpiredTokenException", 403],
  "access-denied": ["AccessDeniedException", 403],
  "not-found": ["ResourceNotFoundException", 404],
  "invalid-request": ["ValidationException", 400],
};
const runtimeErrors: Errors = {
  ...common,
  throttled: ["ThrottlingException", 429],
  "server-error": ["InternalServerException", 500],
  "model-error": ["RuntimeClientError", 424],
  "model-not-ready": ["RuntimeClientError", 424],
};
const memoryErrors: Errors = {
  ...common,
  throttled: ["ThrottledException", 429],
  "server-error": ["ServiceException", 500],
};

/** The client retries what its classes mark as retryable, whatever the status: the conflict at 409, never the agent at 424. */
const failures = (errors: Errors): Table =>
  Object.fromEntries(
    Object.entries(errors).map(([kind, [name, status]]): [string, Expected] => {
      const outcome = exception("BedrockAgentCore", name, status);
      const source = "read: @aws-sdk/client-bedrock-agentcore/dist-es/models/errors.js, @smithy/core retry";
      const again = name === "RetryableConflictException" || status >= 500;
      return [
        `failure:${kind}`,
        status === 429 ? throttled(outcome, source) : again ? transient(outcome, source) : once(outcome, source),
      ];
    }),
  );

const clientOf = (context: DriverContext): BedrockAgentCoreClient =>
  new BedrockAgentCoreClient({
    ...placeOf(context),
    ...(context.timeout === undefined ? {} : { requestHandler: overHttp1(context) }),
  });

const base = {
  package: "@aws-sdk/client-bedrock-agentcore",
  transport: "h1",
  mocks: join(import.meta.dirname, "agentcore.mocks.ts"),
} as const;
const url = "https://bedrock-agentcore.us-east-1.amazonaws.com";
const invocation = {
  agentRuntimeArn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/desk-AbCdEf1234",
  qualifier: "DEFAULT",
  contentType: "application/json",
  payload: JSON.stringify({ prompt: "hello" }),
};
/** The client hands the body on and reads nothing of it. */
const untouched = (said: string): Expected =>
  once({ said }, "read: InvokeAgentRuntime has a streaming blob for a body");

const rawBodies: Table = {
  "empty-body": untouched(""),
  "empty-object": untouched("{}"),
  "html-200": { notTried: "the client reads nothing of the body: the page is handed on as it is" },
};

const invoke: Driver = {
  ...base,
  id: "agentcore invoke",
  protocol: "agentcore-runtime",
  mode: "whole",
  dependency: { boundary: "agent", url },
  async call(context) {
    const { response } = await clientOf(context).send(new InvokeAgentRuntimeCommand(invocation), {
      abortSignal: context.signal,
    });
    context.say((await response?.transformToString()) ?? "");
  },
  expected: {
    healthy: untouched(JSON.stringify({ result: healthyAnswer })),
    ...failures(runtimeErrors),
    ...connections("h1"),
    ...rawBodies,
    "invalid-json": untouched('{"result":"one two t'),
    "body cut:reset": once({ raises: "Error", code: "ECONNRESET", message: "aborted" }, read),
  },
};

const events = healthyAnswer.split(/(?= )/).map((word) => `data: ${JSON.stringify(word)}\n\n`);
const begun = events.slice(0, 2).join("");

const stream: Driver = {
  ...base,
  id: "agentcore invoke, streamed",
  protocol: "agentcore-runtime",
  mode: "stream",
  dependency: { boundary: "agent", url },
  async call(context) {
    const { response } = await clientOf(context).send(
      new InvokeAgentRuntimeCommand({ ...invocation, accept: "text/event-stream" }),
      { abortSignal: context.signal },
    );
    const decoder = new TextDecoder();
    for await (const chunk of (response ?? []) as AsyncIterable<Uint8Array>)
      context.say(decoder.decode(chunk, { stream: true }));
  },
  expected: {
    healthy: untouched(events.join("")),
    ...failures(runtimeErrors),
    ...connections("h1"),
    "in-stream:server-error": untouched(`${begun}event: error\ndata: {"error":"Internal server error"}\n\n`),
    ...rawBodies,
    "invalid-json": { notTried: "a stream of events has no JSON document that could break off" },
    "garbage:truncated": untouched([...events.slice(0, 2), 'data: "\n\n', ...events.slice(3)].join("")),
    "garbage:noise": { notTried: "the client reads nothing of the body: the noise, made by chance, is handed on" },
    "garbage:partial-frame": untouched(`${begun}data: "`),
    "cut:end": untouched(begun),
    "cut:reset": once({ said: begun, raises: "Error", code: "ECONNRESET", message: "aborted" }, read),
    "stall:silence": once({ said: begun, hangs: true }, read),
    "stall:keep-alives": { notTried: "what is said depends on how many keep-alives came before it was given up" },
    trickle: untouched(events.join("")),
    "trickle:endless": { notTried: "the client hands on bytes as they come: how many had come depends on the moment" },
  },
};

const memory = {
  ...base,
  protocol: "agentcore-memory",
  mode: "whole",
  dependency: { boundary: "memory", url },
} as const;
const memoryId = "desk-1234567890";
const memoryTable: Table = { ...failures(memoryErrors), ...connections("h1"), ...hollowJson(), ...brokenBody("h1") };

const recall: Driver = {
  ...memory,
  id: "agentcore memory, retrieve",
  async call(context) {
    const { memoryRecordSummaries = [] } = await clientOf(context).send(
      new RetrieveMemoryRecordsCommand({ memoryId, namespace: "/facts", searchCriteria: { searchQuery: "q" } }),
      { abortSignal: context.signal },
    );
    for (const { memoryRecordId, content } of memoryRecordSummaries) context.say(`${memoryRecordId}: ${content?.text}`);
  },
  expected: {
    ...memoryTable,
    healthy: once({ said: `mem-${memoryId}: ${healthyAnswer}` }, "docs: API_RetrieveMemoryRecords"),
  },
};

const remember: Driver = {
  ...memory,
  id: "agentcore memory, create event",
  async call(context) {
    const { event } = await clientOf(context).send(
      new CreateEventCommand({
        memoryId,
        actorId: "ada",
        eventTimestamp: new Date(1_790_000_000_000),
        payload: [{ conversational: { role: "USER", content: { text: "I wear 42." } } }],
      }),
      { abortSignal: context.signal },
    );
    context.say(event?.eventId ?? "");
  },
  expected: { ...memoryTable, healthy: once({ said: "0000001790000000000#1a2b3c4d" }, "docs: API_CreateEvent") },
};

export const agentcoreDrivers: readonly Driver[] = [invoke, stream, recall, remember];
