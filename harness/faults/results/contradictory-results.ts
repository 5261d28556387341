import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import type { Hit } from "../../domain/retrieval.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { reference } from "../shared/canary.ts";
import { changeResults } from "../shared/change-answer.ts";
import { dateBefore, duration } from "../shared/duration.ts";
import { opposite, otherFigures } from "../shared/figures.ts";
import { atMost, freshId, revise, soughtBy, withScoresOf } from "../shared/hits.ts";
import { listing } from "../shared/sentence.ts";

const params = z.strictObject({
  place: z
    .enum(["before", "after"])
    .default("before")
    .describe("Whether the contradiction stands right before or right after the hit that it contradicts."),
  canary: z
    .boolean()
    .default(false)
    .describe(
      "The twin ends with a reference of its own, by which its use is seen; quoting it is not wrong by itself.",
    ),
  newerBy: duration().prefault("0ms").describe("How much newer than the true hit it is dated."),
});

/** The same document with other figures or, if it has none, with its first rule turned round. */
function contradict(text: string, name: string): { readonly text: string; readonly what: string } | undefined {
  const figures = otherFigures(text, name);
  if (figures.changes.length > 0) return { text: figures.text, what: listing(figures.changes) };
  const turned = opposite(text);
  return turned === undefined ? undefined : { text: turned, what: "its first rule turned round" };
}

export const contradictoryResults = defineFault({
  name: "contradictory-results",
  summary:
    "Next to a true hit the knowledge base serves a twin of it that says something else, no older and scored alike.",
  boundaries: onlyRetrieval,
  params,
  describe: ({ place }) => `a contradicting twin ${place} the best hit that can be contradicted`,
  inject: (call, forward, context, { place, newerBy, canary }) =>
    changeResults(forward, context, ({ hits }, search) => {
      const twins = hits.map((hit) => contradict(hit.text, hit.id));
      const index = twins.findIndex((twin) => twin !== undefined);
      const truth = hits[index];
      const twin = twins[index];
      if (truth === undefined || twin === undefined)
        return { unchanged: "no hit has a figure or a rule to contradict" };
      const mark = canary ? reference(context.chance) : undefined;
      const other: Hit = revise(truth, {
        id: freshId(truth.id, hits),
        text: mark === undefined ? twin.text : `${twin.text}\nReference: ${mark}.`,
        ...(truth.date === undefined ? {} : { date: dateBefore(truth.date, -newerBy) }),
      });
      const pair = place === "before" ? [other, truth] : [truth, other];
      const all = [...hits.slice(0, index), ...pair, ...hits.slice(index + 1)];
      const topK = soughtBy(call, search)?.topK;
      const kept = atMost(topK === undefined ? undefined : Math.max(topK, index + 2), all);
      const ladder = [...hits.slice(0, index + 1), ...hits.slice(index)];
      return {
        to: { hits: withScoresOf(ladder, kept) },
        note: `${other.id} contradicts ${truth.id}: ${twin.what}`,
        ...(mark === undefined ? {} : { signs: { marks: [mark] } }),
      };
    }),
});
