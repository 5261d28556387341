/** Canonical retrieval, and the corpus that stale and irrelevant results are taken from. */

export interface RetrievalQuery {
  /** Empty for a search by vector alone, unless the trial has seen the text being embedded. */
  readonly query: string;
  readonly topK?: number;
  readonly filter?: unknown;
  readonly vector?: readonly number[];
  /** Index, collection, namespace or knowledge base, where the wire names one. */
  readonly collection?: string;
  /** The service is to write an answer from what it finds. */
  readonly generate?: boolean;
  /** What else the same request searches for. Its answer has the hits of all. */
  readonly others?: readonly RetrievalQuery[];
}

/** Every search of a request, in its order. */
export const searchesOf = (query: RetrievalQuery): readonly RetrievalQuery[] => [query, ...(query.others ?? [])];

export interface Hit {
  readonly id: string;
  readonly title?: string;
  readonly text: string;
  /** As the retriever gave it; higher is better. */
  readonly score?: number;
  /** ISO 8601 date at which the text was last revised. */
  readonly date?: string;
  readonly version?: string;
  /** Which search of a request with several found it, from 0. Absent = the first. */
  readonly search?: number;
  /** Every field of the hit as it was on the wire, so that unknown fields survive a rewrite. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface RetrievalAnswer {
  readonly hits: readonly Hit[];
  /** The answer that the service wrote from the hits, if it was asked to. */
  readonly generated?: string;
  /** Not everything was searched, and the service says so where its wire has a way to. */
  readonly partial?: true;
  /** The reply around the hits as it was on the wire, so that a rewrite keeps totals, cursors and echoes. */
  readonly fields?: unknown;
}

/** What one search of several found, from 0. */
export const foundBy = (search: number, hits: readonly Hit[]): readonly Hit[] =>
  hits.filter((hit) => (hit.search ?? 0) === search);

export interface DocumentVersion {
  readonly version: string;
  /** ISO 8601 date of this version. */
  readonly date: string;
  readonly text: string;
  readonly title?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface KnowledgeDocument {
  readonly id: string;
  readonly title: string;
  readonly topic?: string;
  /** Oldest first; the last one is in force. */
  readonly versions: readonly DocumentVersion[];
}

/** A knowledge base's own documents, when the system map tells where they are. */
export interface Corpus {
  readonly documents: readonly KnowledgeDocument[];
  get(id: string): KnowledgeDocument | undefined;
  /** Documents by lexical likeness to the text, most alike first, with scores. */
  search(text: string, limit: number): readonly { readonly document: KnowledgeDocument; readonly score: number }[];
}

/** What a model that trusts its context would write: the best hit, as it stands. */
export const writeFrom = (hits: readonly Hit[]): string =>
  hits[0]?.text ?? "Sorry, I am unable to assist you with this request.";
