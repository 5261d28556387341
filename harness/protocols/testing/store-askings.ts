/** A request as a real client sends it, its body still a value. */
export interface Asking {
  readonly path: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const search: Asking = {
  path: "/documents/_search",
  body: { query: { bool: { must: [{ match: { text: "tents" } }], filter: [] } }, size: 3, _source: ["text"] },
};
const searches: Asking = {
  path: "/documents/_msearch",
  body: `{}\n${JSON.stringify(search.body)}\n{"index":"others"}\n{"knn":{"field":"e","query_vector":[0.1],"k":2}}\n`,
};
/** Requests to stores that are searched. */
export const storeAskings: Readonly<Record<string, readonly Asking[]>> = {
  qdrant: [
    {
      path: "/collections/c/points/query",
      body: {
        query: [0.1, 0.2],
        prefetch: [{ query: { text: "tents", model: "m" } }],
        limit: 3,
        with_payload: ["text"],
      },
    },
    { path: "/collections/c/points/search", body: { vector: { name: "v", vector: [0.1] }, limit: 3 } },
    {
      path: "/collections/c/points/query/batch",
      body: { searches: [{ query: [0.1, 0.2] }, { query: "p1", limit: 2 }] },
    },
    { path: "/collections/c/points/search/batch", body: { searches: [{ vector: [0.1], limit: 3 }] } },
  ],
  pinecone: [
    { path: "/query", body: { vector: [0.1, 0.2], topK: 3, namespace: "n", filter: {}, includeMetadata: true } },
    {
      path: "/records/namespaces/n/search",
      body: { query: { inputs: { text: "tents" }, top_k: 3 }, fields: ["text"] },
    },
  ],
  chroma: [
    {
      path: "/api/v2/tenants/t/databases/d/collections/c/query",
      body: {
        query_embeddings: [
          [0.1, 0.2],
          [0.3, 0.4],
        ],
        n_results: 3,
        where: {},
        include: ["documents"],
      },
    },
  ],
  opensearch: [search, searches],
  elasticsearch: [search, searches],
};
