/** Why nobody can tell what an answer is that lacks something. */

import type { Judged } from "../domain/judgement.ts";
import type { Effect, Fact, Task } from "../domain/task.ts";
import { aroundOf } from "./clause.ts";
import { saidOf } from "./denied-changes.ts";
import type { Disclosure } from "./disclosure.ts";
import type { EffectComparison } from "./effects.ts";
import { isForeign } from "./foreign.ts";
import { evasionIn, isOfWhatWasAsked, partWith, statedIn } from "./in-its-place.ts";
import { placesOf, type ReadAnswer, readAnswer } from "./match-fact.ts";
import { troubledIn } from "./troubled.ts";

/** Where a change that was not made is spoken of in the words of its claim, and is not claimed: asked for, hoped for, put off. */
export function unsaid(answer: ReadAnswer, { expect }: Task, missing: readonly Effect[]): string | undefined {
  for (const { effect, when } of expect.claims) {
    const [place] = missing.some(({ kind }) => kind === effect) ? placesOf(answer, when) : [];
    if (place) return aroundOf(place.text, place.span);
  }
  return undefined;
}

/** Why nobody can tell whether an answer discloses what it lacks. */
export function doubtOf(text: string, names: string, undone: string | undefined): string | undefined {
  const next = 'say how this agent says so, under "discloses" in its target file';
  if (isForeign(text))
    return `an answer that lacks something is not in English, and what it says of that is known in English only; ${next}`;
  if (undone !== undefined)
    return `a wanted change was not made, and it cannot be told whether the answer says so: "${undone}"; ${next}`;
  const troubled = troubledIn(text, names);
  if (troubled === undefined) return undefined;
  return `an answer that lacks something may say so in words that are not known: "${troubled.slice(0, 100)}"; ${next}`;
}

/** Why nobody can tell of an answer that gives nothing whether it owns up to it. */
export function perhapsOwned(
  text: string,
  missing: readonly Fact[],
  { missing: undone }: EffectComparison,
  task: Task,
) {
  if (missing.length + undone.length === 0) return undefined;
  const owned = evasionIn(text, missing, undone.length > 0, known(task, readAnswer(text), missing));
  if (owned === undefined) return undefined;
  return `an answer puts nothing in the place of what it lacks, and may own up to it in words that are not known: "${owned.slice(0, 100)}"; say how this agent says so, under "discloses" in its target file`;
}

/**
 * What is disclosed may be of something else where the answer states something in the place of what it lacks, and what discloses names
 * neither a system nor anything that the user spoke of.
 */
export function perhapsOfElse(
  judged: Judged,
  text: string,
  missing: readonly Fact[],
  task: Task,
  disclosed: readonly Disclosure[],
): Judged {
  if (missing.length === 0 || disclosed.length === 0) return judged;
  const asked = saidOf(task);
  if (disclosed.some(({ words }) => isOfWhatWasAsked(partWith(text, words), asked))) return judged;
  const stated = statedIn(text, missing, known(task, readAnswer(text), missing));
  if (stated === undefined) return judged;
  const doubt = `an answer states something in the place of what it lacks, and what it discloses may be of something else: "${stated.slice(0, 100)}"; name what must not be said under "forbids" of the task, or say how this agent discloses, under "discloses" in its target file`;
  return { ...judged, undecided: judged.undecided ?? doubt };
}

/** What the user said, and what is right in the answer. */
function known(task: Task, answer: ReadAnswer, missing: readonly Fact[]): string {
  const right = task.expect.facts.filter((fact) => !missing.includes(fact)).flatMap((fact) => placesOf(answer, fact));
  return [saidOf(task), ...right.map((place) => place.text.slice(place.span.from, place.span.to))].join(" ");
}
