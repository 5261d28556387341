import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { changeResults } from "../shared/change-answer.ts";
import { soughtBy, withScoresOf } from "../shared/hits.ts";
import { count } from "../shared/sentence.ts";

const params = z.strictObject({
  copies: z.int().min(2).default(2).describe("How often each hit stands in the answer, one after the other."),
});

export const duplicatedResults = defineFault({
  name: "duplicated-results",
  summary: "The knowledge base serves the same hits several times over, so that the best ones crowd out the rest.",
  boundaries: onlyRetrieval,
  params,
  describe: ({ copies }) => `each hit ${copies} times`,
  inject: (call, forward, context, { copies }) =>
    changeResults(forward, context, ({ hits }, search) => {
      const topK = soughtBy(call, search)?.topK;
      const room = Math.max(topK ?? 0, hits.length, copies);
      const repeated = hits.flatMap((hit) => Array.from({ length: copies }, () => hit)).slice(0, room);
      const lost = hits.length - new Set(repeated).size;
      return {
        to: { hits: withScoresOf(hits, repeated) },
        note: `each hit ${copies} times${lost === 0 ? "" : `; ${count(lost, "hit")} crowded out`}`,
      };
    }),
});
