import type { Hit, RetrievalAnswer } from "../../../domain/retrieval.ts";
import { isObject } from "../../shared/json-body.ts";
import { type Place, readHit, writeHit } from "./hits.ts";

type Json = Readonly<Record<string, unknown>>;

const references = (citation: Json): readonly Json[] => {
  const given = citation["retrievedReferences"];
  return Array.isArray(given) ? given.filter(isObject) : [];
};

/** The part of the answer that a citation supports. */
export function citedText(citation: Json): string {
  const part = citation["generatedResponsePart"];
  const text = isObject(part) ? part["textResponsePart"] : undefined;
  return isObject(text) && typeof text["text"] === "string" ? text["text"] : "";
}

/** The references of all citations, in their order. */
export const readCitations = (citations: readonly Json[], keys: Place["keys"]): Hit[] =>
  citations.flatMap((citation) => references(citation).map((reference) => readHit(reference, keys)));

/**
 * The hits as references of the citations that are there, each citation with as many as it had; the last one takes those that are
 * too many. An answer in other words, or one that never was on a wire, has one citation of all of it.
 */
export function writeCitations(
  { hits, generated = "" }: RetrievalAnswer,
  before: { readonly citations: readonly Json[]; readonly text: string } | undefined,
  place: Place,
): readonly Json[] {
  const written = hits.map((hit) => writeHit(hit, place));
  if (!before || before.citations.length === 0 || before.text !== generated) {
    // The span counts characters from 0 and includes its end.
    const span = { start: 0, end: Math.max(0, generated.length - 1) };
    return [{ generatedResponsePart: { textResponsePart: { text: generated, span } }, retrievedReferences: written }];
  }
  let at = 0;
  return before.citations.map((citation, index) => {
    const last = index === before.citations.length - 1;
    const taken = last ? written.slice(at) : written.slice(at, at + references(citation).length);
    at += taken.length;
    return { ...citation, retrievedReferences: taken };
  });
}
