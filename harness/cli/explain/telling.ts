import type { Mark } from "../../../reports/documents/beside.ts";
import type { Sightings } from "../../domain/evidence.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { RunReport } from "../../domain/judgement.ts";
import type { Pair } from "../../domain/pair.ts";

/** What one pair of trials says about the thing that is asked for. Pairs with one label are counted together. */
export interface Told {
  readonly label: string;
  /** `treatment` where it is left out. */
  readonly arm?: "control" | "treatment";
  readonly marks: readonly Mark[];
  /** More = shown sooner. */
  readonly weight: number;
}

/** Something in a report that can be traced to events. */
export interface Subject {
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  /** Experiments that have it, with what the report says of it there; the most telling first. */
  readonly places: readonly { readonly id: string; readonly sentences: readonly string[] }[];
  /** Pairs in which no fault fired count too. */
  readonly unexposed?: boolean;
  tell(pair: Pair, seen: () => Sightings, experiment: Experiment): readonly Told[];
}

/** A subject of a report by what the user calls it; undefined: it knows no such name. */
export type Naming = (name: string, report: RunReport) => Subject | undefined;
