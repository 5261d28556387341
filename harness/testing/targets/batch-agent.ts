import { Client as OpenSearchClient } from "@opensearch-project/opensearch";
import { QdrantClient } from "@qdrant/js-client-rest";
import { ChromaClient } from "chromadb";
import { embed } from "../../brains/embedder.ts";
import type { TargetEnvironment } from "../../targets/define-target.ts";

export const batches = ["qdrant queries", "qdrant searches", "opensearch", "chroma"] as const;
export type Batch = (typeof batches)[number];

/** What one search of a batch found, as the client gave it to the agent. */
export type Found = readonly { readonly id: string; readonly text: string }[];

const questions = ["Within how many days may unused items be returned?", "How are down jackets washed?"];
const limit = 3;
const vectorOf = (text: string): number[] => embed(text, 256);

/** Asks two things of a store in one request, with its real client. */
export default async function batchAgent(
  task: { readonly input: Readonly<Record<string, unknown>> },
  { env }: { readonly env: TargetEnvironment },
): Promise<{ readonly text: string; readonly data: readonly Found[] }> {
  return { text: "Looked up.", data: await asked[task.input["store"] as Batch](env["STORE_URL"] ?? "") };
}

const pointsFound = (points: readonly { id: unknown; payload?: Record<string, unknown> | null | undefined }[]): Found =>
  points.map(({ id, payload }) => ({ id: String(id), text: String(payload?.["text"]) }));

const asked: Readonly<Record<Batch, (url: string) => Promise<readonly Found[]>>> = {
  async "qdrant queries"(url) {
    const searches = questions.map((text) => ({ query: vectorOf(text), limit, with_payload: true }));
    const results = await new QdrantClient({ url }).queryBatch("policies", { searches });
    return results.map(({ points }) => pointsFound(points));
  },
  // Clients of today no longer have this one; those of before do, and the server too.
  async "qdrant searches"(url) {
    const searches = questions.map((text) => ({ vector: vectorOf(text), limit, with_payload: true }));
    const response = await fetch(`${url}/collections/policies/points/search/batch`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ searches }),
    });
    const { result } = (await response.json()) as { result: Parameters<typeof pointsFound>[0][] };
    return result.map(pointsFound);
  },
  async opensearch(url) {
    const client = new OpenSearchClient({ node: url });
    const { body } = await client.msearch({
      index: "policies",
      body: questions.flatMap((text) => [{}, { size: limit, query: { match: { text } } }]),
    });
    await client.close();
    return body.responses.map((response) =>
      ("hits" in response ? response.hits.hits : []).map(({ _id, _source }) => ({
        id: String(_id),
        text: String(_source?.["text"]),
      })),
    );
  },
  async chroma(url) {
    const { hostname, port } = new URL(url);
    const client = new ChromaClient({ host: hostname, port: Number(port), ssl: false });
    const collection = await client.getCollection({
      name: "policies",
      embeddingFunction: { name: "test", generate: async (texts) => texts.map(vectorOf) },
    });
    const { ids, documents } = await collection.query({ queryTexts: questions, nResults: limit });
    return ids.map((list, search) => list.map((id, at) => ({ id, text: String(documents[search]?.[at]) })));
  },
};
