import seedrandom from "seedrandom";

/** A source of chance: each call gives the next number in [0, 1). */
export type Chance = () => number;

/**
 * Chance by name and not by order: the same seed and names give the same numbers whatever else runs.
 * Anybody can recompute a decision: it is `seedrandom([seed, …names].join("/"))`.
 */
export const chance = (seed: string | number, ...names: readonly (string | number)[]): Chance => {
  let draw: Chance | undefined;
  return () => {
    draw ??= seedrandom([seed, ...names].join("/"));
    return draw();
  };
};

/** A whole number in [from, to]. */
export const between = (random: Chance, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

/** One of a list; undefined if the list is empty. */
export const pick = <T>(random: Chance, list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

/** A copy in another order. */
export function shuffle<T>(random: Chance, list: readonly T[]): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
