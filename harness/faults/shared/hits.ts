import type { Call } from "../../domain/call.ts";
import { type Hit, type RetrievalQuery, searchesOf } from "../../domain/retrieval.ts";
import { isRecord } from "./json.ts";

/** New canonical members of a hit. */
export type Revision = Partial<Pick<Hit, "id" | "title" | "text" | "score" | "date" | "version">>;
type Member = keyof Revision;

const members: readonly Member[] = ["id", "title", "text", "score", "date", "version"];

/** Short values such as a version of 2 or a score of 1 stand in unrelated fields too, so their names must agree. */
const names: Partial<Record<Member, RegExp>> = {
  id: /id$/i,
  score: /score|similarity|relevance/i,
  version: /version|revision/i,
};

/**
 * A copy of a hit with new members. A member that the hit did not have is left out, as its wire has no place for it.
 * Fields that repeated an old member repeat the new one; every other field stays.
 */
export function revise(hit: Hit, revision: Revision): Hit {
  const changes = members.flatMap((member) => {
    const from = hit[member];
    const to = revision[member];
    return from === undefined || to === undefined ? [] : [{ member, from, to }];
  });
  const follow = (name: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => follow(name, item));
    if (isRecord(value)) return followAll(value);
    return changes.find(({ member, from }) => value === from && (names[member]?.test(name) ?? true))?.to ?? value;
  };
  const followAll = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, follow(name, value)]));
  return {
    ...hit,
    ...Object.fromEntries(changes.map(({ member, to }) => [member, to])),
    fields: followAll(hit.fields),
  };
}

/** The hits with the scores of another list by position: the ladder that the retriever really gave. */
export const withScoresOf = (ladder: readonly Hit[], hits: readonly Hit[]): readonly Hit[] =>
  hits.map((hit, index) => {
    const score = ladder[Math.min(index, ladder.length - 1)]?.score;
    return score === undefined ? hit : revise(hit, { score });
  });

/** What one search of a call is for, from 0. */
export const soughtBy = ({ payload }: Call, search: number): RetrievalQuery | undefined =>
  payload.kind === "retrieval" ? searchesOf(payload.query)[search] : undefined;

/** As many hits as the client asked for at the most. */
export const atMost = (limit: number | undefined, hits: readonly Hit[]): readonly Hit[] =>
  limit === undefined ? hits : hits.slice(0, Math.max(1, limit));

/** An id that no hit has yet, in the same form. */
export function freshId(id: string, hits: readonly Hit[]): string {
  const taken = new Set(hits.map((hit) => hit.id));
  let n = 2;
  while (taken.has(`${id}-${n}`)) n += 1;
  return `${id}-${n}`;
}
