import type { CallPayload, Reply } from "../domain/call.ts";
import {
  type Corpus,
  type Hit,
  type KnowledgeDocument,
  type RetrievalQuery,
  searchesOf,
  writeFrom,
} from "../domain/retrieval.ts";

/** A text as a unit vector of so many dimensions; the same text gives the same vector. */
export type Embed = (text: string, dimensions: number) => readonly number[];

/** Which text a trial saw being embedded into which vector, so that a search by vector can be read. */
export interface EmbeddedTexts {
  remember(text: string, vector: readonly number[]): void;
  textOf(vector: readonly number[]): string | undefined;
}

/** Vectors may have lost precision on the way (float32, base64), so they are told apart by their leading places. */
const keyOf = (vector: readonly number[]): string =>
  vector
    .flatMap((value, index) => (Math.abs(value) > 1e-4 ? [`${index}:${value.toFixed(3)}`] : []))
    .slice(0, 24)
    .join();

/** @param limit texts that are remembered. */
export function embeddedTexts(limit = Number.POSITIVE_INFINITY): EmbeddedTexts {
  const known = new Map<string, string>();
  return {
    remember(text, vector) {
      known.set(keyOf(vector), text);
      for (const oldest of known.keys()) if (known.size > limit) known.delete(oldest);
    },
    textOf: (vector) => known.get(keyOf(vector)),
  };
}

/** Stands in for an embedding model. */
export function embeddingAnswer(
  { request }: Extract<CallPayload, { kind: "embedding" }>,
  embed: Embed,
  texts: EmbeddedTexts,
): Reply {
  const vectors = request.inputs.map((text) => embed(text, request.dimensions));
  for (const [index, vector] of vectors.entries()) texts.remember(request.inputs[index] ?? "", vector);
  return { kind: "answer", payload: { kind: "embedding", result: { vectors } } };
}

const usualHits = 5;

/** Stands in for a knowledge base whose documents the system map names: by words, or by vector where the query has only that. */
export function corpusAnswer(query: RetrievalQuery, corpus: Corpus, embed: Embed): Reply {
  const several = query.others !== undefined;
  const hits = searchesOf(query).flatMap((one, search) =>
    found(one, corpus, embed).map((hit) => (several ? { ...hit, search } : hit)),
  );
  const generated = query.generate ? { generated: writeFrom(hits) } : {};
  return { kind: "answer", payload: { kind: "retrieval", result: { hits, ...generated } } };
}

function found(query: RetrievalQuery, corpus: Corpus, embed: Embed): readonly Hit[] {
  const limit = query.topK ?? usualHits;
  const alike =
    query.query === "" && query.vector
      ? nearest(query.vector, corpus, limit, embed)
      : corpus.search(query.query, limit);
  const best = Math.max(...alike.map(({ score }) => score), 1e-9);
  return alike.map(({ document, score }) => hitOf(document, Number(((score / best) * 0.92).toFixed(4))));
}

function hitOf(document: KnowledgeDocument, score: number): Hit {
  const current = document.versions.at(-1);
  return {
    id: document.id,
    title: current?.title ?? document.title,
    text: current?.text ?? "",
    score,
    ...(current ? { date: current.date, version: current.version } : {}),
    fields: current?.fields ?? {},
  };
}

/** Vectors of a corpus by dimension; a corpus does not change while a run lasts. */
const vectors = new WeakMap<Corpus, Map<number, readonly (readonly number[])[]>>();

function nearest(vector: readonly number[], corpus: Corpus, limit: number, embed: Embed): ReturnType<Corpus["search"]> {
  const byDimension = vectors.get(corpus) ?? new Map<number, readonly (readonly number[])[]>();
  vectors.set(corpus, byDimension);
  const known =
    byDimension.get(vector.length) ??
    corpus.documents.map((document) => {
      const current = document.versions.at(-1);
      return embed(`${current?.title ?? document.title} ${current?.text ?? ""}`, vector.length);
    });
  byDimension.set(vector.length, known);
  return known
    .map((other, position) => ({
      position,
      score: other.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0),
    }))
    .sort((a, b) => b.score - a.score || a.position - b.position)
    .slice(0, Math.max(0, limit))
    .flatMap(({ position, score }) => {
      const document = corpus.documents[position];
      return document && score > 0 ? [{ document, score }] : [];
    });
}
