import { Client as OpenSearchClient } from "@opensearch-project/opensearch";
import { Pinecone } from "@pinecone-database/pinecone";
import { QdrantClient } from "@qdrant/js-client-rest";
import { ChromaClient } from "chromadb";
import { embed } from "../../brains/embedder.ts";
import type { TargetEnvironment } from "../../targets/define-target.ts";

export const stores = ["qdrant", "opensearch", "chroma", "pinecone"] as const;
export type Store = (typeof stores)[number];

/** A hit as the client of its store gave it to the agent. */
export interface Found {
  readonly id: string;
  readonly text: string;
  readonly date: string;
  readonly score: number;
}
export interface Search {
  readonly hits: readonly Found[];
  /** What the service says of shards that did not answer. */
  readonly failedShards?: number;
}

const limit = 4;
const vectorOf = (text: string): number[] => embed(text, 256);

/** Looks the prompt up with the real client of a store, all its settings at their defaults, and answers with what it found. */
export default async function knowledgeAgent(
  task: { readonly prompt: string; readonly input: Readonly<Record<string, unknown>> },
  { env }: { readonly env: TargetEnvironment },
): Promise<{ readonly text: string; readonly data: Search }> {
  const data = await searches[task.input["store"] as Store](task.prompt, env["STORE_URL"] ?? "");
  return { text: data.hits[0]?.text ?? "I do not know.", data };
}

const searches: Readonly<Record<Store, (query: string, url: string) => Promise<Search>>> = {
  async qdrant(query, url) {
    const client = new QdrantClient({ url });
    const { points } = await client.query("policies", { query: vectorOf(query), limit, with_payload: true });
    return {
      hits: points.map(({ id, score, payload }) => ({
        id: String(id),
        score,
        text: String(payload?.["text"]),
        date: String(payload?.["date"]),
      })),
    };
  },
  async opensearch(query, url) {
    const client = new OpenSearchClient({ node: url });
    const { body } = await client.search({
      index: "policies",
      body: { size: limit, query: { match: { text: query } } },
    });
    await client.close();
    return {
      hits: body.hits.hits.map(({ _id, _score, _source }) => ({
        id: String(_id),
        score: Number(_score),
        text: String(_source?.["text"]),
        date: String(_source?.["date"]),
      })),
      failedShards: body._shards.failed,
    };
  },
  async chroma(query, url) {
    const { hostname, port } = new URL(url);
    const client = new ChromaClient({ host: hostname, port: Number(port), ssl: false });
    const collection = await client.getCollection({
      name: "policies",
      embeddingFunction: { name: "test", generate: async (texts) => texts.map(vectorOf) },
    });
    const found = await collection.query({ queryTexts: [query], nResults: limit });
    return {
      hits: (found.ids[0] ?? []).map((id, at) => ({
        id,
        score: -Number(found.distances[0]?.[at]),
        text: String(found.documents[0]?.[at]),
        date: String(found.metadatas[0]?.[at]?.["date"]),
      })),
    };
  },
  async pinecone(query, url) {
    const client = new Pinecone({ apiKey: "k", controllerHostUrl: url });
    const { host } = await client.describeIndex("policies");
    const { matches } = await client
      .index({ host: `http://${host}` })
      .query({ vector: vectorOf(query), topK: limit, includeMetadata: true });
    return {
      hits: matches.map(({ id, score, metadata }) => ({
        id,
        score: Number(score),
        text: String(metadata?.["text"]),
        date: String(metadata?.["date"]),
      })),
    };
  },
};
