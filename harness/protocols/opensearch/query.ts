import { isObject } from "../shared/json-body.ts";
import { asVector } from "../shared/vector.ts";

/** What a search is for, wherever its query says so. */
export interface Sought {
  readonly text: string;
  readonly vector?: readonly number[];
}

/** Parts of a request that choose among hits or shape them, and do not say what is sought. */
const aside = new Set([
  "filter",
  "must_not",
  "post_filter",
  "aggs",
  "aggregations",
  "sort",
  "_source",
  "highlight",
  "suggest",
  "rescore",
  "collapse",
  "functions",
  "term",
  "terms",
  "range",
  "exists",
  "ids",
  "prefix",
  "wildcard",
  "regexp",
]);
/** `{"match": {FIELD: "text"}}` or `{"match": {FIELD: {"query": "text"}}}`. */
const byField = new Set(["match", "match_phrase", "match_phrase_prefix", "match_bool_prefix"]);
const words = new Set(["query", "query_text", "model_text"]);
const vectors = new Set(["vector", "query_vector", "queryVector"]);

/** Text and vector of a query: of lexical, kNN, neural and hybrid ones, nested in any compound. */
export function soughtIn(body: Readonly<Record<string, unknown>>): Sought {
  const texts: string[] = [];
  let vector: readonly number[] | undefined;
  const walk = (value: unknown, name: string): void => {
    if (typeof value === "string") {
      if (words.has(name)) texts.push(value);
      return;
    }
    if (vectors.has(name)) vector ??= asVector(value);
    if (Array.isArray(value)) for (const item of value) walk(item, name === "query" ? "" : name);
    else if (isObject(value)) walkMembers(value, name);
  };
  const walkMembers = (value: Readonly<Record<string, unknown>>, name: string): void => {
    for (const [key, member] of Object.entries(value)) {
      if (aside.has(key)) continue;
      if (byField.has(name) && typeof member === "string") texts.push(member);
      else walk(member, key);
    }
  };
  walk(body, "");
  return { text: [...new Set(texts)].join(" "), ...(vector ? { vector } : {}) };
}
