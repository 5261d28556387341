import MiniSearch from "minisearch";
import { type HttpHandler, HttpResponse, http } from "msw";
import { term, tokens } from "./words.ts";

export const knowledgeUrl = "http://passages.test";

/** A passage in force, as the service knows it. */
export interface Passage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly version: string;
  /** ISO 8601 date. */
  readonly date: string;
}
export interface Found extends Passage {
  readonly score: number;
}

/** Full-text search over the passages, best first. */
export function openIndex(passages: readonly Passage[]): (query: string, limit: number) => readonly Found[] {
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const index = new MiniSearch<Passage>({ fields: ["title", "text"], tokenize: tokens, processTerm: term });
  index.addAll(passages);
  return (query, limit) =>
    index
      .search(query, { combineWith: "OR", boost: { title: 1.5 } })
      .slice(0, limit)
      .flatMap(({ id, score }) => {
        const passage = byId.get(String(id));
        return passage ? [{ ...passage, score: Math.round(score * 1000) / 1000 }] : [];
      });
}

/** A search service that knows only what is in force, and a catalogue that says which version that is. */
export function knowledgeService(passages: readonly Passage[]): HttpHandler[] {
  const search = openIndex(passages);
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  return [
    http.post(`${knowledgeUrl}/search`, async ({ request }) => {
      const { query, top_k } = (await request.json()) as { query: string; top_k: number };
      return HttpResponse.json({ results: search(query, top_k) });
    }),
    http.get(`${knowledgeUrl}/documents/:id`, ({ params }) => {
      const passage = byId.get(String(params.id));
      if (!passage) return HttpResponse.json({ error: "no such document" }, { status: 404 });
      const { id, title, version, date } = passage;
      return HttpResponse.json({ id, title, version, date });
    }),
  ];
}
