import type { Pair } from "../domain/pair.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { lostDependency } from "./outage.ts";

/** What many pairs have in common. */
export interface PairKind {
  readonly cell: number;
  readonly task: string;
  /** Dependencies at which a fault fired. */
  readonly faulted: readonly string[];
  /** The dependency that was away throughout, with nothing else faulted. */
  readonly lost?: string;
  readonly treatment: Outcome;
  readonly control: Outcome;
}

/** The analysed pairs of an experiment by name and kind; a few dozen bytes each beside the name. */
export interface PairTable {
  add(pair: Pair): void;
  name(row: number): string;
  kind(row: number): PairKind;
  /** Rows in the order of their pairs' names, so that the order of arrival has no say. */
  order(): readonly number[];
}

export function openPairTable(): PairTable {
  const names: string[] = [];
  const kindOf: number[] = [];
  const kinds: PairKind[] = [];
  const known = new Map<string, number>();
  let sorted: readonly number[] | undefined;
  const kindAt = (row: number): PairKind => {
    const kind = kinds[kindOf[row] ?? -1];
    if (!kind) throw new RangeError(`There is no pair ${row}.`);
    return kind;
  };
  return {
    add(pair) {
      const { trial } = pair.treatment.record;
      const lost = lostDependency(pair);
      const { cell, task } = trial;
      const faulted = [...pair.here.faulted].sort();
      const treatment = pair.treatment.primary.outcome;
      const control = pair.control.primary.outcome;
      const key = `${cell}\u0000${treatment}\u0000${control}\u0000${task}\u0000${lost ?? ""}\u0000${faulted.join("\u0000")}`;
      let index = known.get(key);
      if (index === undefined) {
        index = kinds.push({ cell, task, faulted, ...(lost === undefined ? {} : { lost }), treatment, control }) - 1;
        known.set(key, index);
      }
      names.push(trial.pair);
      kindOf.push(index);
      sorted = undefined;
    },
    name: (row) => names[row] ?? "",
    kind: kindAt,
    order() {
      sorted ??= [...names.keys()].sort((a, b) => ((names[a] ?? "") < (names[b] ?? "") ? -1 : 1));
      return sorted;
    },
  };
}
