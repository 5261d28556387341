import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { FaultContext } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { DocumentVersion, Hit, KnowledgeDocument } from "../../domain/retrieval.ts";
import { agedText } from "../shared/ageing.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { reference } from "../shared/canary.ts";
import { changeResults } from "../shared/change-answer.ts";
import { chooseShare } from "../shared/choose.ts";
import { counterpart, documentOf } from "../shared/documents.ts";
import { dateBefore, duration, formatAge } from "../shared/duration.ts";
import { revise } from "../shared/hits.ts";
import { count, listing, percent } from "../shared/sentence.ts";

const usualAge = 400 * 86_400_000;

const params = z.strictObject({
  age: duration()
    .optional()
    .describe("At least so much older than the version in force; by default the version before it (aged hits: 400d)."),
  versionsBack: z.int().min(1).default(1).describe("How many versions back, when `age` does not say it."),
  share: z.number().gt(0).max(1).default(1).describe("Share of the hits that are stale, chosen by chance."),
  from: z
    .enum(["auto", "corpus", "ageing"])
    .default("auto")
    .describe(
      "`corpus`: old versions only. `ageing`: dates moved back and figures changed. `auto`: ageing where there is no history.",
    ),
  canary: z
    .boolean()
    .default(false)
    .describe("Stale texts end with a reference, by which their use is seen; quoting it is not wrong by itself."),
});
type Params = z.output<typeof params>;

/** The version that a stale index still shows; undefined without history. Ages count from the version in force, not from today. */
function staleVersion(document: KnowledgeDocument, given: Params): DocumentVersion | undefined {
  const older = document.versions.slice(0, -1);
  const inForce = document.versions.at(-1);
  const { age } = given;
  if (inForce === undefined || older.length === 0) return undefined;
  if (age === undefined) return older[Math.max(0, older.length - given.versionsBack)];
  return older.findLast(({ date }) => Date.parse(inForce.date) - Date.parse(date) >= age) ?? older[0];
}

type Stale = { readonly hit: Hit; readonly note: string };
/** There is an older version, and this hit would read the same in it. */
type Same = "same";

function fromHistory(hit: Hit, context: FaultContext, given: Params): Stale | Same | undefined {
  const document = documentOf(context.corpus, hit);
  const inForce = document?.versions.at(-1);
  const old = document && staleVersion(document, given);
  if (inForce === undefined || old === undefined) return undefined;
  const revised = revise(hit, {
    text: counterpart(hit.text, inForce, old),
    date: old.date,
    version: old.version,
    ...(old.title === undefined ? {} : { title: old.title }),
  });
  const stale = { ...revised, fields: { ...revised.fields, ...old.fields } };
  if (isDeepStrictEqual(stale, hit)) return "same";
  return {
    hit: stale,
    note: `${hit.id}: version ${old.version} of ${old.date} instead of ${inForce.version} of ${inForce.date}`,
  };
}

function byAgeing(hit: Hit, given: Params): Stale | undefined {
  const age = given.age ?? usualAge;
  const { text, changes } = agedText(hit.text, age, hit.id);
  const date = hit.date === undefined ? undefined : dateBefore(hit.date, age);
  const redated = date !== undefined && date !== hit.date;
  const stale = revise(hit, { text, ...(redated ? { date } : {}) });
  if (isDeepStrictEqual(stale, hit)) return undefined;
  const what = [...(redated ? [`date ${date}`] : []), ...(text === hit.text ? [] : changes)];
  return {
    hit: stale,
    note: `${hit.id}: aged (${listing(what)})`,
  };
}

export const staleResults = defineFault({
  name: "stale-results",
  summary: "The knowledge base serves what its documents said in the past, with scores as confident as ever.",
  boundaries: onlyRetrieval,
  params,
  needsCorpus: ({ from }) => from === "corpus",
  describe: ({ age, versionsBack, share, from }) =>
    [
      age === undefined ? `${count(versionsBack, "version")} back` : `at least ${formatAge(age)} old`,
      ...(share < 1 ? [`${percent(share)} of the hits`] : []),
      ...(from === "auto" ? [] : [`from ${from}`]),
    ].join(", "),
  inject: (_call, forward, context, given) =>
    changeResults(forward, context, ({ hits }) => {
      const chosen = chooseShare(context.chance, hits.length, given.share);
      const mark = given.canary ? reference(context.chance) : undefined;
      const notes: string[] = [];
      let same = 0;
      const changed = hits.map((hit, index) => {
        if (!chosen.has(index)) return hit;
        const old = given.from === "ageing" ? undefined : fromHistory(hit, context, given);
        if (old === "same") {
          same += 1;
          return hit;
        }
        const stale = old ?? (given.from === "corpus" ? undefined : byAgeing(hit, given));
        if (stale === undefined) return hit;
        notes.push(stale.note);
        return mark === undefined ? stale.hit : revise(stale.hit, { text: `${stale.hit.text}\nReference: ${mark}.` });
      });
      if (notes.length === 0)
        return {
          unchanged:
            same > 0
              ? "the hits read the same in their older versions"
              : `no hit has an older version${given.from === "corpus" ? " in the corpus" : ", a date or a figure"}`,
        };
      return {
        to: { hits: changed },
        note: `${count(notes.length, "stale hit")}: ${notes.join("; ")}`,
        ...(mark === undefined ? {} : { signs: { marks: [mark] } }),
      };
    }),
});
