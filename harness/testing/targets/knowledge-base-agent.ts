import {
  BedrockAgentRuntimeClient,
  RetrieveAndGenerateCommand,
  RetrieveCommand,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { AgentFunction } from "../../targets/define-target.ts";

/** What the client gave for one chunk. */
export interface FoundChunk {
  readonly id: unknown;
  readonly text: string | undefined;
  readonly date: unknown;
  readonly score: number | undefined;
}
export interface Found {
  readonly chunks: readonly FoundChunk[];
  readonly generated: string | undefined;
}

const knowledgeBaseId = "KBTRAIL001";
const retrievalConfiguration = { vectorSearchConfiguration: { numberOfResults: 3 } };

/** An agent that looks its question up in a knowledge base with the service's own client, and says what it was given. */
const knowledgeBaseAgent: AgentFunction = async (task, { env, signal }) => {
  const client = new BedrockAgentRuntimeClient({
    endpoint: env["AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME"] ?? "https://bedrock-agent-runtime.us-east-1.amazonaws.com",
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    // Without a handler of its own the client speaks HTTP/2.
    ...(task.input?.["http1"] === true ? { requestHandler: new NodeHttpHandler() } : {}),
  });
  const { retrievalResults = [] } = await client.send(
    new RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text: task.prompt }, retrievalConfiguration }),
    { abortSignal: signal },
  );
  const modelArn = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
  const { output } = await client.send(
    new RetrieveAndGenerateCommand({
      input: { text: task.prompt },
      retrieveAndGenerateConfiguration: {
        type: "KNOWLEDGE_BASE",
        knowledgeBaseConfiguration: { knowledgeBaseId, modelArn, retrievalConfiguration },
      },
    }),
    { abortSignal: signal },
  );
  const found: Found = {
    chunks: retrievalResults.map(({ content, metadata, score }) => ({
      id: metadata?.["x-amz-bedrock-kb-chunk-id"],
      text: content?.text,
      date: metadata?.["date"],
      score,
    })),
    generated: output?.text,
  };
  return { text: output?.text ?? "", data: found };
};
export default knowledgeBaseAgent;
