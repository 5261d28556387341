import type { z } from "zod";
import type { Expectation, Fact } from "../domain/task.ts";
import type { Loading } from "./loading.ts";
import { isRecord, part, type Section } from "./problems.ts";
import type { taskSchema } from "./schema/task.ts";
import { mistakes } from "./suggest.ts";

/** Says which ground truths no answer could meet, and which claims are plainly meant for an effect that is called otherwise. */
export function checkTruths(
  section: Section,
  written: z.output<typeof taskSchema>,
  loading: Loading,
  beside: ReadonlySet<string>,
): void {
  const truths = [written.expect, ...(written.turns ?? []).flatMap(({ expect }) => expect ?? [])];
  const known = new Set([...beside, ...truths.flatMap(({ effects }) => effects.map(({ kind }) => kind))]);
  checkTruth(part(section, "expect"), written.expect, known, loading);
  for (const [index, { expect }] of (written.turns ?? []).entries())
    if (expect !== undefined) checkTruth(part(section, "turns", index, "expect"), expect, known, loading);
}

/** The kinds of change that the tasks of a file want, as far as they can be read. */
export function kindsIn(sections: readonly Section[]): ReadonlySet<string> {
  const kinds = new Set<string>();
  const add = (expect: unknown): void => {
    const effects = isRecord(expect) && Array.isArray(expect.effects) ? expect.effects : [];
    for (const one of effects) if (isRecord(one) && typeof one.kind === "string") kinds.add(one.kind);
  };
  for (const { value } of sections) {
    if (!isRecord(value)) continue;
    add(value.expect);
    for (const turn of Array.isArray(value.turns) ? value.turns : []) if (isRecord(turn)) add(turn.expect);
  }
  return kinds;
}

/**
 * The kind that was meant: another spelling of each of its words, a letter off for each five. `order-create` is not `order-update`, and
 * words of four letters are what they are.
 */
function meantBy(effect: string, kinds: Iterable<string>): string | undefined {
  const words = (kind: string): readonly string[] => kind.toLowerCase().split(/[^a-z0-9]+/);
  const given = words(effect);
  return [...kinds].find((kind) => {
    const wanted = words(kind);
    const near = wanted.every((word, index) => {
      const written = given[index] ?? "";
      const most = Math.floor(Math.min(word.length, written.length) / 5);
      return word === written || mistakes(written, word) <= most;
    });
    return wanted.length === given.length && near;
  });
}

function checkTruth(
  section: Section,
  { facts, forbids, claims }: Expectation,
  known: ReadonlySet<string>,
  loading: Loading,
): void {
  const wanted = new Map(facts.map((fact) => [keyOf(fact), fact]));
  for (const [index, fact] of forbids.entries())
    if (wanted.has(keyOf(fact)))
      loading.problems.at(
        part(section, "forbids", index),
        'This stands under "facts" too: an answer cannot both say it and not say it. Take it out of one of them.',
      );
  // That an effect is claimed which no task wants is worth asking; one that is nearly called so was meant to be wanted.
  for (const [index, { effect }] of claims.entries()) {
    const near = known.has(effect) ? undefined : meantBy(effect, known);
    if (near !== undefined)
      loading.problems.at(
        part(section, "claims", index, "effect"),
        `No task of this file wants an effect "${effect}". Did you mean "${near}"?`,
      );
  }
}

/** Case and white space do not matter in answers; in an expression `\d` is not `\D`. */
const keyOf = (fact: Fact): string =>
  "matches" in fact ? `/${fact.matches}/` : JSON.stringify(fact).toLowerCase().replaceAll(/\s+/g, " ");
