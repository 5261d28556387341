import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { changeResults } from "../shared/change-answer.ts";
import { count, listing, percent } from "../shared/sentence.ts";

const params = z.strictObject({
  drop: z
    .number()
    .positive()
    .default(0.5)
    .refine((drop) => drop < 1 || Number.isInteger(drop), "Give a share below 1 or a whole number of hits")
    .describe("How much is missing, the most relevant hits first: below 1 a share, from 1 a number of hits."),
  announced: z
    .boolean()
    .default(false)
    .describe("The service says that not everything was searched, for agents that look (failed shards)."),
});

export const partialResults = defineFault({
  name: "partial-results",
  summary:
    "Part of the index is missing: the most relevant documents are not found, and nothing says so unless it is announced.",
  boundaries: onlyRetrieval,
  params,
  requires: ({ announced }) => (announced ? ["partial-answer"] : []),
  describe: ({ drop, announced }) =>
    `without the best ${drop < 1 ? percent(drop) : count(drop, "hit")}${announced ? ", and the service says so" : ""}`,
  inject: (_call, forward, context, { drop, announced }) =>
    changeResults(forward, context, ({ hits }) => {
      const gone = Math.min(hits.length, drop < 1 ? Math.max(1, Math.round(hits.length * drop)) : drop);
      const ids = hits.slice(0, gone).map((hit) => hit.id);
      return {
        to: { hits: hits.slice(gone), ...(announced ? { partial: true as const } : {}) },
        note: `${gone} of ${count(hits.length, "hit")} missing: ${listing(ids)}`,
      };
    }),
});
