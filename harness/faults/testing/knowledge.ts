import type { Fault, FaultContext } from "../../domain/fault.ts";
import type { Corpus, Hit, KnowledgeDocument } from "../../domain/retrieval.ts";
import { answerOf, inject } from "./drive.ts";
import { fakeContext, hitsReply, retrievalCall } from "./fakes.ts";

export const returns: KnowledgeDocument = {
  id: "returns",
  title: "Returns",
  topic: "returns",
  versions: [
    { version: "1", date: "2023-01-10", text: "You may return goods within 60 days." },
    { version: "2", date: "2024-02-01", text: "You may return goods within 45 days." },
    { version: "3", date: "2025-03-01", text: "You may return goods within 30 days." },
  ],
};
const single = (id: string, topic: string, text: string): KnowledgeDocument => ({
  id,
  title: id,
  topic,
  versions: [{ version: "1", date: "2024-06-01", text }],
});
const documents = [
  returns,
  single("exchanges", "returns", "You may exchange goods within 60 days."),
  single("tents", "products", "The tent weighs 2.4 kg and sleeps two."),
  single("shipping", "shipping", "Goods are shipped within 3 days for €4.95."),
];
export const corpus: Corpus = {
  documents,
  get: (id) => documents.find((document) => document.id === id),
  search: (_text, limit) =>
    documents
      .filter((one) => one.id !== "tents")
      .slice(0, limit)
      .map((document) => ({ document, score: 1 })),
};

export const hit = (id: string, text: string, score: number, date = "2025-03-01", version = "3"): Hit => ({
  id,
  title: id,
  text,
  score,
  date,
  version,
  fields: { id, content: text, page: 3, metadata: { updated: date, lang: "en" } },
});
export const truth = [
  hit("returns", "You may return goods within 30 days.", 0.92),
  hit("stores", "Stores take cash and cards, and open at 9.", 0.81, "2024-05-05", "1"),
];

export const ask = async (
  fault: Fault,
  written: unknown = {},
  hits: readonly Hit[] = truth,
  given: Partial<FaultContext> & { topK?: number; seed?: string } = {},
) => {
  const { topK, ...rest } = given;
  const { reply, notes, idles } = await inject(
    fault,
    retrievalCall("How long may I return?", topK),
    hitsReply(hits),
    written,
    fakeContext(rest),
  );
  return { hits: answerOf("retrieval", reply).result.hits, notes, idles };
};
export const ids = (hits: readonly Hit[]) => hits.map((one) => one.id);
export const scores = (hits: readonly Hit[]) => hits.map((one) => one.score);
