import { defineFault } from "../../domain/fault.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { changeResults } from "../shared/change-answer.ts";
import { withScoresOf } from "../shared/hits.ts";
import { noParams } from "../shared/no-params.ts";

export const reorderedResults = defineFault({
  name: "reordered-results",
  summary: "The knowledge base ranks its hits the wrong way round: the worst comes first, with the best score.",
  boundaries: onlyRetrieval,
  params: noParams,
  describe: () => "worst hit first",
  inject: (_call, forward, context) =>
    changeResults(forward, context, ({ hits }) =>
      hits.length < 2
        ? { unchanged: "one hit has no order" }
        : {
            to: { hits: withScoresOf(hits, hits.toReversed()) },
            note: `order turned round: ${hits.at(-1)?.id} first, ${hits[0]?.id} last`,
          },
    ),
});
