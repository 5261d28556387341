import type { Effect, Fact, Task } from "../domain/task.ts";
import { denialAt } from "./clause.ts";
import { type Denial, denialOf, mayDeny } from "./denied-deed.ts";
import type { EffectComparison } from "./effects.ts";
import { placesOf, type ReadAnswer } from "./match-fact.ts";

/** What is asked for, in the words of the user at any turn. */
const askedOf = ({ prompt, input, earlier = [] }: Task): string =>
  [prompt, JSON.stringify(input), ...earlier.map((turn) => turn.prompt)].join(" ");

/** That a wanted change was not made, in the words of the task's claims of it, if there are any. */
export function deniedMissing(text: string, { missing, met }: EffectComparison, task: Task): Denial | undefined {
  if (!mayDeny(text)) return undefined;
  let unsure: Denial | undefined;
  for (const { kind } of missing) {
    const whens = task.expect.claims.flatMap(({ effect, when }) => (effect === kind ? [when] : []));
    const deed = { kind, of: ofKind(missing, kind), beside: ofKind(met, kind), asked: askedOf(task) };
    for (const when of whens.length === 0 ? [undefined] : whens) {
      const found = denialOf(text, when === undefined ? deed : { ...deed, when });
      if (found?.plain) return found;
      unsure ??= found;
    }
  }
  return unsure;
}

export interface DeniedChange {
  readonly kind: string;
  readonly when?: Fact;
  readonly denial: Denial;
}

/** Changes that were committed and that the answer says, or may say, were not: whoever believes it asks for them again. */
export function deniedChanges(
  text: string,
  answer: ReadAnswer,
  task: Task,
  done: readonly Effect[],
  missing: readonly Effect[],
): readonly DeniedChange[] {
  if (!mayDeny(text)) return [];
  const { claims, effects } = task.expect;
  const about = (kind: string) => ({
    kind,
    of: ofKind(done, kind),
    beside: ofKind(missing, kind),
    asked: askedOf(task),
  });
  const isDone = (wanted: string): boolean => done.some(({ kind }) => kind === wanted);
  const claimed = claims.flatMap(({ effect: kind, when }): readonly DeniedChange[] => {
    if (!isDone(kind) || placesOf(answer, when).some((place) => denialAt(place.text, place.span) === undefined))
      return [];
    const found = denialOf(text, { ...about(kind), when });
    return found ? [{ kind, when, denial: found }] : [];
  });
  // Of a kind for which the task says no words of a claim nobody can tell whether another sentence claims it.
  const others = new Set(
    effects.map(({ kind }) => kind).filter((kind) => claims.every(({ effect }) => effect !== kind)),
  );
  const unclaimedOnes = [...others].filter(isDone).flatMap((kind): readonly DeniedChange[] => {
    const found = denialOf(text, about(kind));
    return found ? [{ kind, denial: { ...found, plain: false } }] : [];
  });
  return [...claimed, ...unclaimedOnes];
}

const ofKind = (all: readonly Effect[], wanted: string): readonly Effect[] => all.filter(({ kind }) => kind === wanted);
