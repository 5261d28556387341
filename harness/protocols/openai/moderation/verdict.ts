import type { EncodeContext } from "../../../domain/protocol.ts";
import { isObject } from "../../shared/json-body.ts";
import { plainText } from "../../shared/plain-text.ts";

const categories = [
  "harassment",
  "harassment/threatening",
  "sexual",
  "hate",
  "hate/threatening",
  "illicit",
  "illicit/violent",
  "self-harm/intent",
  "self-harm/instructions",
  "self-harm",
  "sexual/minors",
  "violence",
  "violence/graphic",
] as const;

/** The provider's results, or a stand-in's short form of one. */
export const isVerdict = (value: unknown): boolean =>
  isObject(value) &&
  ((Array.isArray(value["results"]) && value["results"].length > 0) || typeof value["flagged"] === "boolean");

/**
 * What a stand-in says, in the provider's full shape: results as they are given; or `{flagged, categories?}`, one for all inputs, where
 * `categories` lists those that were found (`violence` if none is named).
 */
export function moderationOf(value: unknown, inputs: number, model: string, context: EncodeContext): unknown {
  if (!isObject(value) || Array.isArray(value["results"])) return value;
  if (typeof value["flagged"] !== "boolean") return value;
  const named = Array.isArray(value["categories"]) ? value["categories"].map(plainText) : ["violence"];
  const found = value["flagged"] ? named : [];
  const ofEach = <T>(say: (category: string) => T): Record<string, T> =>
    Object.fromEntries(categories.map((category) => [category, say(category)]));
  const result = {
    flagged: value["flagged"],
    categories: ofEach((category) => found.includes(category)),
    category_scores: ofEach((category) => (found.includes(category) ? 0.97 : 0.0001)),
    category_applied_input_types: ofEach(() => ["text"]),
  };
  return { id: context.id("modr-"), model, results: Array.from({ length: Math.max(1, inputs) }, () => result) };
}
