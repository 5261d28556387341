import type { GamedayMoment, GamedayPlan, GamedayState } from "../domain/gameday.ts";
import type { LiveBound } from "../domain/live-bound.ts";
import { boundName, decide, type Reading } from "./bound.ts";

interface Watched {
  readonly name: string;
  readonly kind: "steady-state" | "abort";
  readonly bound: LiveBound;
  reading: Reading;
  ok: boolean | undefined;
  /** What was said of it last. */
  told: boolean | undefined;
  /** Of all the time. */
  everBroken: boolean;
}

/** Steady state and abort conditions, looked at again and again. */
export interface BoundsWatch {
  /** Tells what has changed of the steady state; gives the abort condition that is met, if one is. */
  look(read: (bound: LiveBound) => Reading): { readonly name: string; readonly reading: Reading } | undefined;
  state(): GamedayState["bounds"];
  /** Steady-state bounds that did not hold at some time, and those of which nothing can be told now: of the end of the day too, then. */
  result(): { readonly broken: readonly string[]; readonly untold: readonly string[] };
}

export function watchBounds(
  { steadyState, abortWhen }: Pick<GamedayPlan, "steadyState" | "abortWhen">,
  tell: (moment: GamedayMoment) => void,
): BoundsWatch {
  const watched = (kind: Watched["kind"], bounds: readonly LiveBound[]): Watched[] =>
    bounds.map((bound) => ({
      name: boundName(bound),
      kind,
      bound,
      reading: { n: 0 },
      ok: undefined,
      told: undefined,
      everBroken: false,
    }));
  const steady = watched("steady-state", steadyState);
  const abort = watched("abort", abortWhen);
  const update = (one: Watched, read: (bound: LiveBound) => Reading): boolean => {
    one.reading = read(one.bound);
    const ok = decide(one.bound, one.reading);
    const changed = ok !== undefined && ok !== one.told;
    one.ok = ok;
    one.told = ok ?? one.told;
    one.everBroken ||= ok === false;
    return changed;
  };
  return {
    look(read) {
      for (const one of steady) {
        if (!update(one, read)) continue;
        const { name, ok, reading } = one;
        tell({ what: "steady-state", bound: name, ok: ok === true, value: reading.value ?? 0, n: reading.n });
      }
      for (const one of abort) update(one, read);
      return abort.find(({ ok }) => ok === false);
    },
    state: () =>
      [...abort, ...steady].map(({ name, kind, bound, reading, ok }) => ({
        name,
        kind,
        n: reading.n,
        atMost: bound.atMost,
        ...(reading.value === undefined ? {} : { value: reading.value }),
        ...(ok === undefined ? {} : { ok }),
      })),
    result: () => ({
      broken: steady.filter(({ everBroken }) => everBroken).map(({ name }) => name),
      untold: steady.filter(({ ok }) => ok === undefined).map(({ name }) => name),
    }),
  };
}
