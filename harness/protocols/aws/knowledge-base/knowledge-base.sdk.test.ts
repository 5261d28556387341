import {
  BedrockAgentRuntimeClient,
  BedrockAgentRuntimeServiceException,
  RetrieveAndGenerateCommand,
  RetrieveAndGenerateStreamCommand,
  type RetrieveAndGenerateStreamResponseOutput,
  RetrieveCommand,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { expect, it } from "vitest";
import type { Hit } from "../../../domain/retrieval.ts";
import { collect } from "../../testing/collect.ts";
import { failure, type Loopback, loopback, type Respond } from "../../testing/loopback.ts";
import { bedrockKnowledgeBase } from "./index.ts";

const hits: readonly Hit[] = [
  { id: "returns", title: "Returns", text: "30 days.", score: 0.92, date: "2026-03-01", version: "2", fields: {} },
  { id: "shipping", text: "Two days.", score: 0.41, fields: { audience: "all" } },
];
const found: Respond = () => ({
  kind: "answer",
  payload: { kind: "retrieval", result: { hits, generated: "You have 30 days." } },
});

/** One attempt is enough here: the conformance run counts them. */
const clientOf = ({ url }: Loopback): BedrockAgentRuntimeClient =>
  new BedrockAgentRuntimeClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });
const knowledgeBaseId = "KB12345678";
const retrieve = new RetrieveCommand({
  knowledgeBaseId,
  retrievalQuery: { text: "returns" },
  retrievalConfiguration: {
    vectorSearchConfiguration: {
      numberOfResults: 3,
      overrideSearchType: "HYBRID",
      filter: { equals: { key: "audience", value: "all" } },
    },
  },
});
const generation = {
  input: { text: "How long?" },
  retrieveAndGenerateConfiguration: {
    type: "KNOWLEDGE_BASE" as const,
    knowledgeBaseConfiguration: { knowledgeBaseId, modelArn: "arn:aws:bedrock:us-east-1::foundation-model/m" },
  },
};

it("Retrieve: the request is read, and documents come as chunks of files", async () => {
  await using server = await loopback(bedrockKnowledgeBase, found);
  const client = clientOf(server);
  const { retrievalResults, guardrailAction } = await client.send(retrieve);
  expect(server.drafts[0]).toEqual({
    operation: "Retrieve",
    stream: false,
    payload: {
      kind: "retrieval",
      query: {
        query: "returns",
        topK: 3,
        collection: knowledgeBaseId,
        filter: { filter: { equals: { key: "audience", value: "all" } }, overrideSearchType: "HYBRID" },
      },
    },
  });
  expect(guardrailAction).toBeUndefined();
  expect(retrievalResults).toEqual([
    {
      content: { text: "30 days.", type: "TEXT" },
      location: { type: "S3", s3Location: { uri: "s3://kb-kb12345678/returns.txt" } },
      metadata: {
        "x-amz-bedrock-kb-source-uri": "s3://kb-kb12345678/returns.txt",
        "x-amz-bedrock-kb-source-file-modality": "TEXT",
        "x-amz-bedrock-kb-chunk-id": "returns",
        "x-amz-bedrock-kb-data-source-id": "BROWNOUT01",
        title: "Returns",
        date: "2026-03-01",
        version: "2",
      },
      score: 0.92,
    },
    expect.objectContaining({ content: { text: "Two days.", type: "TEXT" }, score: 0.41 }),
  ]);
  expect(retrievalResults?.[1]?.metadata).toMatchObject({ audience: "all" });
  const few = { vectorSearchConfiguration: { numberOfResults: 2 } };
  await client.send(
    new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text: "q" }, retrievalConfiguration: few }),
  );
  await client.send(new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text: "q" }, nextToken: "t" }));
  expect(server.drafts.slice(1).map(({ payload }) => payload)).toEqual([
    { kind: "retrieval", query: { query: "q", topK: 2, collection: knowledgeBaseId } },
    { kind: "retrieval", query: { query: "q", collection: knowledgeBaseId, filter: { nextToken: "t" } } },
  ]);
});

it("RetrieveAndGenerate: the answer, its citation and the session", async () => {
  await using server = await loopback(bedrockKnowledgeBase, found);
  const client = clientOf(server);
  const reply = await client.send(new RetrieveAndGenerateCommand(generation));
  expect(server.drafts[0]?.payload).toMatchObject({
    query: { query: "How long?", generate: true, collection: knowledgeBaseId },
  });
  expect(reply.output).toEqual({ text: "You have 30 days." });
  expect(reply.sessionId).toMatch(/^[0-9a-f-]{36}$/);
  expect(reply.citations?.map(({ generatedResponsePart }) => generatedResponsePart)).toEqual([
    { textResponsePart: { text: "You have 30 days.", span: { start: 0, end: 16 } } },
  ]);
  const references = reply.citations?.[0]?.retrievedReferences;
  expect(references?.map(({ content }) => content?.text)).toEqual(["30 days.", "Two days."]);
  const again = await client.send(new RetrieveAndGenerateCommand({ ...generation, sessionId: "s-1" }));
  expect(again.sessionId).toBe("s-1");
});

it("RetrieveAndGenerateStream: the answer word by word, then its citation", async () => {
  await using server = await loopback(bedrockKnowledgeBase, found);
  const { stream, sessionId } = await clientOf(server).send(new RetrieveAndGenerateStreamCommand(generation));
  const events: RetrieveAndGenerateStreamResponseOutput[] = stream ? await collect(stream) : [];
  expect(events.map((event) => event.output?.text ?? Object.keys(event)[0])).toEqual([
    "You",
    " have",
    " 30",
    " days.",
    "citation",
  ]);
  expect(events.at(-1)?.citation?.retrievedReferences?.[0]?.content?.text).toBe("30 days.");
  expect(sessionId).toMatch(/^[0-9a-f-]{36}$/);
});

it.each([
  ["throttled", "ThrottlingException", 429],
  ["quota-exhausted", "ServiceQuotaExceededException", 400],
  ["server-error", "InternalServerException", 500],
  ["bad-gateway", "BadGatewayException", 502],
  ["model-not-ready", "ModelNotReadyException", 424],
  ["model-error", "DependencyFailedException", 424],
  ["model-timeout", "DependencyFailedException", 424],
  ["credentials-expired", "ExpiredTokenException", 403],
  ["access-denied", "AccessDeniedException", 403],
  ["not-found", "ResourceNotFoundException", 404],
  ["invalid-request", "ValidationException", 400],
] as const)("%s is a %s with status %i", async (kind, name, status) => {
  await using server = await loopback(bedrockKnowledgeBase, () => failure({ kind, retryAfterMs: 1000 }));
  const error: unknown = await clientOf(server)
    .send(retrieve)
    .catch((raised: unknown) => raised);
  expect(error).toBeInstanceOf(BedrockAgentRuntimeServiceException);
  // The client has no class for expired credentials, only the name.
  const known = kind !== "credentials-expired";
  expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  expect(Object.getPrototypeOf(error).constructor.name).toBe(known ? name : "BedrockAgentRuntimeServiceException");
  expect((error as Error).message).not.toMatch(/Unknown/);
});

it("has one conflict, asked for by its status", async () => {
  await using server = await loopback(bedrockKnowledgeBase, () => failure({ kind: "invalid-request", status: 409 }));
  await expect(clientOf(server).send(retrieve)).rejects.toMatchObject({
    name: "ConflictException",
    $metadata: { httpStatusCode: 409 },
  });
});

it("a guardrail that steps in is a success with its own message, or with nothing", async () => {
  await using server = await loopback(bedrockKnowledgeBase, () => failure({ kind: "guardrail-intervened" }));
  const client = clientOf(server);
  expect(await client.send(retrieve)).toMatchObject({ retrievalResults: [], guardrailAction: "INTERVENED" });
  const text = "Sorry, the model cannot answer this question.";
  expect(await client.send(new RetrieveAndGenerateCommand(generation))).toMatchObject({
    output: { text },
    guardrailAction: "INTERVENED",
    citations: [],
  });
  const { stream } = await client.send(new RetrieveAndGenerateStreamCommand(generation));
  expect(stream && (await collect(stream))).toEqual([{ output: { text } }, { guardrail: { action: "INTERVENED" } }]);
});

it.each(bedrockKnowledgeBase.midStream?.failures ?? [])("in a stream, %s is the typed exception", async (kind) => {
  const { midStream } = bedrockKnowledgeBase;
  if (!midStream) throw new Error("No streams.");
  await using server = await loopback(bedrockKnowledgeBase, found, {
    async *transmit(pieces) {
      let count = 0;
      for await (const piece of pieces) {
        count += 1;
        if (count > 2) break;
        yield piece;
      }
      yield midStream.failure({ kind }, { id: (prefix) => prefix, nowSeconds: 0 });
    },
  });
  const { stream } = await clientOf(server).send(new RetrieveAndGenerateStreamCommand(generation));
  const said: (string | undefined)[] = [];
  const read = async (): Promise<void> => {
    for await (const event of stream ?? []) said.push(event.output?.text ?? event.guardrail?.action);
  };
  if (kind === "guardrail-intervened") {
    await read();
    expect(said).toEqual(["You", " have", "INTERVENED"]);
    return;
  }
  await expect(read()).rejects.toBeInstanceOf(BedrockAgentRuntimeServiceException);
  expect(said).toEqual(["You", " have"]);
});

it.each([
  [
    { retrievalQuery: undefined },
    "Value null at 'retrievalQuery' failed to satisfy constraint: Member must not be null",
  ],
  [
    { retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 500 } } },
    "Value '500' at 'retrievalConfiguration.vectorSearchConfiguration.numberOfResults' failed to satisfy constraint: Member must have value less than or equal to 100",
  ],
])("refuses what the service would: %j", async (wrong, message) => {
  await using server = await loopback(bedrockKnowledgeBase, found);
  const command = new RetrieveCommand({ ...retrieve.input, ...wrong } as typeof retrieve.input);
  await expect(clientOf(server).send(command)).rejects.toMatchObject({
    name: "ValidationException",
    message: `1 validation error detected: ${message}`,
  });
});
