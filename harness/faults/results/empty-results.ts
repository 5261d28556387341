import { defineFault } from "../../domain/fault.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { changeResults } from "../shared/change-answer.ts";
import { noParams } from "../shared/no-params.ts";
import { count } from "../shared/sentence.ts";

export const emptyResults = defineFault({
  name: "empty-results",
  summary: "The knowledge base answers with success and finds nothing.",
  boundaries: onlyRetrieval,
  params: noParams,
  describe: () => "no hits",
  inject: (_call, forward, context) =>
    changeResults(forward, context, ({ hits }) => ({
      to: { hits: [] },
      note: `${count(hits.length, "hit")} withheld: the answer is empty`,
    })),
});
