import type { DisclosureWords } from "../domain/task.ts";
import { disclosureKinds } from "../domain/vocabulary.ts";
import type { Disclosure } from "./disclosure.ts";
import { placesOf, type ReadAnswer, states } from "./match-fact.ts";

/** What an answer discloses by words that its target declares. "No ticket" does not say "ticket". */
export const declaredIn = (answer: ReadAnswer, declared: DisclosureWords): readonly Disclosure[] =>
  disclosureKinds.flatMap((kind) =>
    (declared[kind] ?? []).flatMap((words) => {
      const place = states(answer, words) ? placesOf(answer, words)[0] : undefined;
      return place ? [{ kind, words: place.text.slice(place.span.from, place.span.to) }] : [];
    }),
  );
