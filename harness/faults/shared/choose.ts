import type { Chance } from "../../domain/chance.ts";
import { shuffle } from "../../domain/chance.ts";

/** Which of `n` things, by index: the given share of them rounded, at least one. */
export function chooseShare(chance: Chance, n: number, share: number): ReadonlySet<number> {
  const wanted = Math.min(n, Math.max(1, Math.round(share * n)));
  const order = shuffle(
    chance,
    Array.from({ length: n }, (_, index) => index),
  );
  return new Set(order.slice(0, wanted));
}
