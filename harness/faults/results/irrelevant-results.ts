import { z } from "zod";
import { shuffle } from "../../domain/chance.ts";
import type { FaultContext } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { Corpus, Hit, KnowledgeDocument } from "../../domain/retrieval.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { reference } from "../shared/canary.ts";
import { changeResults } from "../shared/change-answer.ts";
import { documentOf, resembles } from "../shared/documents.ts";
import type { Revision } from "../shared/hits.ts";
import { revise, soughtBy } from "../shared/hits.ts";
import { count, listing } from "../shared/sentence.ts";
import { otherSubject } from "./other-subject.ts";

const params = z.strictObject({
  from: z
    .enum(["auto", "corpus", "generated"])
    .default("auto")
    .describe(
      "`corpus`: hard negatives, documents like the query that answer something else. `generated`: text on another subject. `auto`: the corpus if the hits can be found in one.",
    ),
  keepScores: z
    .boolean()
    .default(true)
    .describe("Scores stay as high as those of the true hits; otherwise they fall to a third."),
  canary: z
    .boolean()
    .default(true)
    .describe(
      "Each text ends with a reference of its own, by which it is found again in answers, citations and tool calls.",
    ),
});

/** The documents that a hit may be from: chunks often have ids of their own, so its text is looked for too. */
function sourcesOf(corpus: Corpus, hit: Hit): readonly KnowledgeDocument[] {
  const named = documentOf(corpus, hit);
  const alike = corpus.documents.filter((document) => resembles(document, hit.text));
  return named === undefined ? alike : [named, ...alike];
}

/**
 * Documents that look like the query and are no answer to it: neither the source of a hit, nor on the topic of one, nor
 * what the corpus itself finds first for the query (a retriever may have missed it) or for a hit without a source.
 * Undefined if no hit can be placed in the corpus.
 */
function hardNegatives(
  corpus: Corpus,
  query: string,
  hits: readonly Hit[],
  context: FaultContext,
): readonly KnowledgeDocument[] | undefined {
  const sources = hits.map((hit) => sourcesOf(corpus, hit));
  const truth = sources.flat();
  if (truth.length === 0) return undefined;
  const nearest = hits.flatMap((hit, index) => (sources[index]?.length === 0 ? corpus.search(hit.text, 1) : []));
  const alike = corpus.search(query, corpus.documents.length).map(({ document }) => document);
  const ids = new Set([...truth, ...nearest.map(({ document }) => document), ...alike.slice(0, 1)].map(({ id }) => id));
  const topics = new Set(truth.flatMap((document) => document.topic ?? []));
  const wrong = (document: KnowledgeDocument): boolean =>
    !ids.has(document.id) && (document.topic === undefined || !topics.has(document.topic));
  const others = shuffle(
    context.chance,
    corpus.documents.filter((document) => !alike.includes(document)),
  );
  return [...alike, ...others].filter(wrong).slice(0, hits.length);
}

function asRevision(document: KnowledgeDocument): Revision & { readonly fields: Readonly<Record<string, unknown>> } {
  const inForce = document.versions.at(-1);
  return {
    id: document.id,
    title: inForce?.title ?? document.title,
    text: inForce?.text ?? "",
    ...(inForce === undefined ? {} : { date: inForce.date, version: inForce.version }),
    fields: inForce?.fields ?? {},
  };
}

export const irrelevantResults = defineFault({
  name: "irrelevant-results",
  summary: "The knowledge base answers with documents on something else, with scores as confident as ever.",
  boundaries: onlyRetrieval,
  params,
  needsCorpus: ({ from }) => from === "corpus",
  describe: ({ from, keepScores }) =>
    `irrelevant hits${from === "auto" ? "" : ` (${from})`}${keepScores ? ", scores kept" : ", lower scores"}`,
  inject: (call, forward, context, { from, keepScores, canary }) =>
    changeResults(forward, context, ({ hits }, search) => {
      const query = soughtBy(call, search)?.query ?? "";
      const found =
        from === "generated" || context.corpus === undefined
          ? undefined
          : hardNegatives(context.corpus, query, hits, context);
      if (from === "corpus" && found === undefined)
        return { unchanged: "no hit can be placed in the corpus, so none of its documents is known to be wrong" };
      const negatives = found ?? [];
      if (from === "corpus" && negatives.length === 0)
        return { unchanged: "every document of the corpus is like a hit, or on the topic of one" };
      const subject = otherSubject(`${query} ${hits.map((hit) => hit.text).join(" ")}`, context.chance);
      const canaries: string[] = [];
      const changed = hits.map((hit, index) => {
        const document = negatives[index];
        const { fields, ...revision } = document === undefined ? { ...subject(), fields: {} } : asRevision(document);
        const score = hit.score === undefined || keepScores ? hit.score : hit.score / 3;
        const mark = canary ? reference(context.chance) : undefined;
        if (mark !== undefined) canaries.push(mark);
        const text = mark === undefined ? revision.text : `${revision.text}\nReference: ${mark}.`;
        const revised = revise(hit, {
          ...revision,
          ...(text === undefined ? {} : { text }),
          ...(score === undefined ? {} : { score }),
        });
        return { ...revised, fields: { ...revised.fields, ...fields } };
      });
      const source =
        negatives.length === 0
          ? "generated"
          : `from the corpus${negatives.length < hits.length ? " and generated" : ""}`;
      return {
        to: { hits: changed },
        note: `${count(hits.length, "hit")} replaced (${source}): ${listing(changed.map((hit) => hit.id))}`,
        ...(canaries.length === 0 ? {} : { signs: { canaries } }),
      };
    }),
});
