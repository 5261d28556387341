import { z } from "zod";
import { shuffle } from "../../domain/chance.ts";
import type { FaultContext } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { Corpus, Hit, KnowledgeDocument } from "../../domain/retrieval.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { changeResults } from "../shared/change-answer.ts";
import { documentOf } from "../shared/documents.ts";
import type { Revision } from "../shared/hits.ts";
import { revise } from "../shared/hits.ts";
import { count, listing } from "../shared/sentence.ts";
import { otherSubject } from "./other-subject.ts";

const params = z.strictObject({
  from: z
    .enum(["auto", "corpus", "generated"])
    .default("auto")
    .describe(
      "`corpus`: hard negatives, documents like the query that answer something else. `generated`: text on another subject. `auto`: the corpus if there is one.",
    ),
  keepScores: z
    .boolean()
    .default(true)
    .describe("Scores stay as high as those of the true hits; otherwise they fall to a third."),
});

/** Documents that look like the query and are no answer to it: neither among the true hits nor on a topic of theirs. */
function hardNegatives(
  corpus: Corpus,
  query: string,
  hits: readonly Hit[],
  context: FaultContext,
): readonly KnowledgeDocument[] {
  const truth = hits.flatMap((hit) => documentOf(corpus, hit) ?? []);
  const ids = new Set([...truth.map((document) => document.id), ...hits.map((hit) => hit.id)]);
  const topics = new Set(truth.flatMap((document) => document.topic ?? []));
  const wrong = (document: KnowledgeDocument): boolean =>
    !ids.has(document.id) && (document.topic === undefined || !topics.has(document.topic));
  const alike = corpus.search(query, corpus.documents.length).map(({ document }) => document);
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
  inject: (call, forward, context, { from, keepScores }) =>
    changeResults(forward, context, ({ hits }) => {
      const query = call.payload.kind === "retrieval" ? call.payload.query.query : "";
      const negatives =
        from === "generated" || context.corpus === undefined ? [] : hardNegatives(context.corpus, query, hits, context);
      const subject = otherSubject(`${query} ${hits.map((hit) => hit.text).join(" ")}`, context.chance);
      const changed = hits.map((hit, index) => {
        const document = negatives[index];
        const { fields, ...revision } = document === undefined ? { ...subject(), fields: {} } : asRevision(document);
        const score = hit.score === undefined || keepScores ? hit.score : hit.score / 3;
        const revised = revise(hit, { ...revision, ...(score === undefined ? {} : { score }) });
        return { ...revised, fields: { ...revised.fields, ...fields } };
      });
      const source =
        negatives.length === 0
          ? "generated"
          : `from the corpus${negatives.length < hits.length ? " and generated" : ""}`;
      return {
        to: { hits: changed },
        note: `${count(hits.length, "hit")} replaced (${source}): ${listing(changed.map((hit) => hit.id))}`,
      };
    }),
});
