import type { z } from "zod";
import { mistakes } from "../domain/nearest.ts";
import type { Expectation, Fact } from "../domain/task.ts";
import type { Loading } from "./loading.ts";
import { part, type Section } from "./problems.ts";
import type { taskSchema } from "./schema/task.ts";

/** Says which ground truths no answer could meet, and which claims are plainly meant for an effect that is called otherwise. */
export function checkTruths(section: Section, written: z.output<typeof taskSchema>, loading: Loading): void {
  checkTruth(part(section, "expect"), written.expect, loading);
  for (const [index, { expect }] of (written.turns ?? []).entries())
    if (expect !== undefined) checkTruth(part(section, "turns", index, "expect"), expect, loading);
}

function checkTruth(section: Section, { facts, forbids, effects, claims }: Expectation, loading: Loading): void {
  const wanted = new Map(facts.map((fact) => [keyOf(fact), fact]));
  for (const [index, fact] of forbids.entries())
    if (wanted.has(keyOf(fact)))
      loading.problems.at(
        part(section, "forbids", index),
        'This stands under "facts" too: an answer cannot both say it and not say it. Take it out of one of them.',
      );
  // That an effect is claimed which is not wanted is worth asking; one that is a letter off was meant to be wanted.
  const kinds = effects.map(({ kind }) => kind);
  for (const [index, { effect }] of claims.entries()) {
    const near = kinds.find((kind) => kind.length > 5 && mistakes(effect.toLowerCase(), kind.toLowerCase()) <= 1);
    if (near !== undefined && !kinds.includes(effect))
      loading.problems.at(
        part(section, "claims", index, "effect"),
        `There is no effect "${effect}" here. Did you mean "${near}"?`,
      );
  }
}

/** Case and white space do not matter in answers; in an expression `\d` is not `\D`. */
const keyOf = (fact: Fact): string =>
  "matches" in fact ? `/${fact.matches}/` : JSON.stringify(fact).toLowerCase().replaceAll(/\s+/g, " ");
