import MiniSearch from "minisearch";
import type { Corpus, KnowledgeDocument } from "../domain/retrieval.ts";

/** Documents with lexical search over the versions in force. The same documents and text give the same order and scores. */
export function createCorpus(documents: readonly KnowledgeDocument[]): Corpus {
  const byId = new Map(documents.map((document) => [document.id, document]));
  let index: MiniSearch | undefined;
  const indexed = (): MiniSearch => {
    if (index !== undefined) return index;
    index = new MiniSearch({ fields: ["title", "topic", "text"], idField: "position" });
    index.addAll(
      documents.map((document, position) => {
        const current = document.versions.at(-1);
        return {
          position,
          title: current?.title ?? document.title,
          topic: document.topic ?? "",
          text: current?.text ?? "",
        };
      }),
    );
    return index;
  };
  return {
    documents,
    get: (id) => byId.get(id),
    search: (text, limit) =>
      indexed()
        .search(text, { combineWith: "OR", boost: { title: 2 } })
        .map(({ id, score }) => ({ position: Number(id), score }))
        // Equal scores stand in the documents' own order, whatever the index's internals do.
        .sort((a, b) => b.score - a.score || a.position - b.position)
        .slice(0, Math.max(0, limit))
        .flatMap(({ position, score }) => {
          const document = documents[position];
          return document === undefined ? [] : [{ document, score }];
        }),
  };
}
