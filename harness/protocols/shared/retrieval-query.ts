import type { RetrievalQuery } from "../../domain/retrieval.ts";

type Given = { readonly [Key in keyof RetrievalQuery]?: RetrievalQuery[Key] | undefined };

/** A query from what was found of it; what was not found is left out. */
export const retrievalQuery = ({ query = "", topK, filter, vector, collection }: Given): RetrievalQuery => ({
  query,
  ...(topK === undefined ? {} : { topK }),
  ...(filter === undefined || filter === null ? {} : { filter }),
  ...(vector === undefined ? {} : { vector }),
  ...(collection === undefined ? {} : { collection }),
});

/** Searches that one request asks for together. Without any there is nothing to find. */
export function batchOf([first, ...others]: readonly RetrievalQuery[]): RetrievalQuery {
  return { ...(first ?? { query: "", topK: 0 }), ...(others.length > 0 ? { others } : {}) };
}
