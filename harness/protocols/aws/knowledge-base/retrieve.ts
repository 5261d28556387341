import type { RetrievalAnswer } from "../../../domain/retrieval.ts";
import { isObject } from "../../shared/json-body.ts";
import { type Place, readHit, writeHit } from "./hits.ts";

/** Undefined if the value holds no list of results. */
export function readResults(value: unknown, keys: Place["keys"]): RetrievalAnswer | undefined {
  if (!isObject(value)) return undefined;
  const results = value["retrievalResults"];
  if (!Array.isArray(results) || !results.every(isObject)) return undefined;
  return { hits: results.map((result) => readHit(result, keys)), fields: value };
}

/** Cursor and guardrail action of a relayed reply stay. */
export const writeResults = ({ hits, fields }: RetrievalAnswer, place: Place): Record<string, unknown> => ({
  ...(isObject(fields) ? fields : {}),
  retrievalResults: hits.map((hit) => writeHit(hit, place)),
});
