import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { onlyRetrieval } from "../shared/boundaries.ts";
import { changeResults } from "../shared/change-answer.ts";
import { revise } from "../shared/hits.ts";
import { count, percent } from "../shared/sentence.ts";

const params = z.strictObject({
  keep: z.number().min(0).lt(1).default(0.4).describe("Share of each text that is kept, from its beginning."),
});

/** Cut inside a word where there is one, so that nobody can take the rest for a whole sentence. */
export function cutShort(text: string, keep: number): string {
  const characters = [...text];
  let end = Math.floor(characters.length * keep);
  while (end > 1 && !(/\p{L}|\p{N}/u.test(characters[end - 1] ?? "") && /\p{L}|\p{N}/u.test(characters[end] ?? "")))
    end -= 1;
  return characters.slice(0, end).join("");
}

export const truncatedResults = defineFault({
  name: "truncated-results",
  summary: "The texts of the hits break off in the middle of a sentence.",
  boundaries: onlyRetrieval,
  params,
  describe: ({ keep }) => `texts cut to ${percent(keep)}`,
  inject: (_call, forward, context, { keep }) =>
    changeResults(forward, context, ({ hits }) => ({
      to: { hits: hits.map((hit) => revise(hit, { text: cutShort(hit.text, keep) })) },
      note: `${count(hits.length, "text")} cut to ${percent(keep)}`,
    })),
});
