import {
  BedrockAgentRuntimeClient,
  RetrieveAndGenerateCommand,
  RetrieveAndGenerateStreamCommand,
  RetrieveCommand,
  type RetrievedReference,
} from "@aws-sdk/client-bedrock-agent-runtime";
import type { Driver, DriverContext, Expected } from "../driver.ts";
import { overHttp1, overHttp2, placeOf } from "./aws-client.ts";
import {
  brokenBody,
  connections,
  eventStream,
  exception,
  hollowJson,
  measured,
  once,
  read,
  slowly,
  type Table,
  throttled,
  transient,
} from "./aws-expect.ts";

const errors: Readonly<Record<string, readonly [name: string, status: number]>> = {
  throttled: ["ThrottlingException", 429],
  "quota-exhausted": ["ServiceQuotaExceededException", 400],
  "server-error": ["InternalServerException", 500],
  "bad-gateway": ["BadGatewayException", 502],
  "model-not-ready": ["ModelNotReadyException", 424],
  "model-error": ["DependencyFailedException", 424],
  "model-timeout": ["DependencyFailedException", 424],
  unavailable: ["ValidationException", 400],
  "credentials-expired": ["ExpiredTokenException", 403],
  "access-denied": ["AccessDeniedException", 403],
  "not-found": ["ResourceNotFoundException", 404],
  "invalid-request": ["ValidationException", 400],
};
const service = "BedrockAgentRuntime";

/** Before an answer begins, whole or streamed. */
export const failures: Table = Object.fromEntries(
  Object.entries(errors).map(([kind, [name, status]]): [string, Expected] => {
    const outcome = exception(service, name, status);
    const expected =
      status === 429
        ? throttled(outcome, measured)
        : status >= 500
          ? transient(outcome, measured)
          : once(outcome, measured);
    return [`failure:${kind}`, expected];
  }),
);
/** In a stream no client asks again, and the exception has no status. */
export const inStream = (said: string, kinds: readonly string[]): Table =>
  Object.fromEntries(
    kinds.map((kind): [string, Expected] => [
      `in-stream:${kind}`,
      once({ said, ...exception(service, errors[kind]?.[0] ?? "") }, read),
    ]),
  );
export const streamKinds = Object.keys(errors).filter(
  (kind) => kind !== "credentials-expired" && kind !== "model-not-ready",
);

export const clientOf = (context: DriverContext, transport: Driver["transport"]): BedrockAgentRuntimeClient =>
  new BedrockAgentRuntimeClient({
    ...placeOf(context),
    ...(transport === "h1" ? { requestHandler: overHttp1(context) } : overHttp2(context)),
  });
const common = {
  package: "@aws-sdk/client-bedrock-agent-runtime",
  dependency: { boundary: "retrieval", url: "https://bedrock-agent-runtime.us-east-1.amazonaws.com" },
} as const;
const knowledgeBaseId = "KB12345678";
const retrievalConfiguration = { vectorSearchConfiguration: { numberOfResults: 2 } };
const chunkIds = (found: readonly RetrievedReference[] = []): string =>
  found.map(({ metadata }) => String(metadata?.["x-amz-bedrock-kb-chunk-id"])).join();

const retrieve = (id: string, transport: Driver["transport"]): Driver => ({
  ...common,
  id,
  protocol: "bedrock-knowledge-base",
  mode: "whole",
  transport,
  async call(context) {
    const { retrievalResults } = await clientOf(context, transport).send(
      new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text: "returns" }, retrievalConfiguration }),
      { abortSignal: context.signal },
    );
    context.say(chunkIds(retrievalResults));
  },
  expected: {
    healthy: once({ said: "returns,returns-sale" }, measured),
    ...failures,
    "failure:guardrail-intervened": once({}, "docs: API_agent-runtime_Retrieve, guardrailAction"),
    ...connections(transport),
    ...hollowJson(),
    ...brokenBody(transport),
  },
});

const question = {
  input: { text: "returns" },
  retrieveAndGenerateConfiguration: {
    type: "KNOWLEDGE_BASE" as const,
    knowledgeBaseConfiguration: {
      knowledgeBaseId,
      modelArn: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
      retrievalConfiguration,
    },
  },
};
const written = "Returns are free within 30 days of delivery.";
const cited = "[returns,returns-sale]";
const refused = "Sorry, the model cannot answer this question.";

const generate = (transport: Driver["transport"]): Driver => ({
  ...common,
  id: "bedrock retrieve and generate",
  protocol: "bedrock-knowledge-base",
  mode: "whole",
  transport,
  async call(context) {
    const { output, citations = [] } = await clientOf(context, transport).send(
      new RetrieveAndGenerateCommand(question),
      { abortSignal: context.signal },
    );
    context.say(output?.text ?? "");
    for (const { retrievedReferences } of citations) context.say(`[${chunkIds(retrievedReferences)}]`);
  },
  expected: {
    healthy: once({ said: written + cited }, "docs: API_agent-runtime_RetrieveAndGenerate"),
    ...failures,
    "failure:guardrail-intervened": once(
      { said: refused },
      "docs: API_agent-runtime_RetrieveAndGenerate, guardrailAction",
    ),
    ...connections(transport),
    ...hollowJson(),
    ...brokenBody(transport),
  },
});

const generateStream = (id: string, transport: Driver["transport"]): Driver => ({
  ...common,
  id,
  protocol: "bedrock-knowledge-base",
  mode: "stream",
  transport,
  async call(context) {
    const { stream } = await clientOf(context, transport).send(new RetrieveAndGenerateStreamCommand(question), {
      abortSignal: context.signal,
    });
    for await (const { output, citation } of stream ?? []) {
      if (output) context.say(output.text ?? "");
      if (citation) context.say(`[${chunkIds(citation.retrievedReferences)}]`);
    }
  },
  expected: {
    healthy: once({ said: written + cited }, "docs: API_agent-runtime_RetrieveAndGenerateStream"),
    ...failures,
    "failure:guardrail-intervened": once({ said: refused }, "docs: API_agent-runtime_GuardrailEvent"),
    ...inStream("Returns are", streamKinds),
    "in-stream:guardrail-intervened": once({ said: "Returns are" }, "docs: API_agent-runtime_GuardrailEvent"),
    ...connections(transport),
    ...eventStream(transport, "Returns are", "Returns are free within"),
    ...slowly(written + cited),
  },
});

export const bedrockAgentRuntimeDrivers: readonly Driver[] = [
  retrieve("bedrock retrieve", "h2"),
  retrieve("bedrock retrieve, HTTP/1.1", "h1"),
  generate("h2"),
  generateStream("bedrock retrieve and generate, streamed", "h2"),
  generateStream("bedrock retrieve and generate, streamed, HTTP/1.1", "h1"),
];
