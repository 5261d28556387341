import type { Pair } from "./pair.ts";

/** The evidence detectors, by the mitigation or property that each looks for. The numbers are those of the catalogue in docs/evidence.md. */
export const evidenceIds = [
  "E1",
  "E2",
  "E3",
  "E4",
  "E5",
  "E6",
  "E7",
  "E8",
  "E9",
  "E10",
  "E11",
  "E12",
  "E13",
  "E14",
  "E15",
  "E16",
  "E17",
  "E18",
  "E19",
  "E20",
  "E21",
  "E22",
  "E23",
  "E24",
  "E25",
  "E26",
  "E27",
  "E28",
  "E29",
  "E30",
] as const;
export type EvidenceId = (typeof evidenceIds)[number];

/**
 * present: the mitigation was called for and was seen. absent: it was called for and was not seen. violated: its rule was broken
 * against better knowledge, or it was there and did not hold. cannot-tell: nothing called for it, or the trace does not show it.
 */
export const conclusions = ["present", "absent", "violated", "cannot-tell"] as const;
export type Conclusion = (typeof conclusions)[number];

/** Something in the trace that a conclusion rests on. */
export interface Observation {
  /** Of the call; absent for what is no call, such as the answer. */
  readonly address?: string;
  /** Trial time in ms. */
  readonly t: number;
  /** `treatment` where it is left out. */
  readonly arm?: "control" | "treatment";
  /** `gave 429, Retry-After 20s` */
  readonly what: string;
}

/** What one detector makes of one thing in one pair. */
export interface Sighting {
  /** What it is about: a dependency, an operation (`inventory.get_stock`), `answer` or `task`. Few different values in a run. */
  readonly about: string;
  readonly conclusion: Conclusion;
  /** One sentence with its numbers. */
  readonly reason: string;
  /** In the order of time. */
  readonly saw: readonly Observation[];
  /** The numbers behind it, by the names that the detector declares. */
  readonly figures: Readonly<Record<string, number>>;
}

export type FigureUnit = "ms" | "ratio" | "count" | "share" | "tokens";

/** A figure over all sightings that gave it. */
export interface FigureSummary {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation; 0 for one value. */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
}

/** What a detector made of one thing over all pairs of an experiment. */
export interface EvidenceResult {
  readonly id: EvidenceId;
  readonly name: string;
  readonly about: string;
  readonly conclusion: Conclusion;
  readonly reason: string;
  /** Sightings by what they concluded. */
  readonly counts: Readonly<Record<Conclusion, number>>;
  readonly figures: Readonly<Record<string, FigureSummary>>;
  /** Some sightings that say what the conclusion says, in the order of their trials. */
  readonly examples: readonly (Sighting & { readonly trial: string })[];
}

/** Looks in finished pairs for one mitigation or property. Pure. */
export interface EvidenceDetector {
  readonly id: EvidenceId;
  /** `circuit-breaker`: also the name of the probe that claims it. */
  readonly name: string;
  /** One sentence: what is looked for, and what counts as present. */
  readonly summary: string;
  /** The names and units of the figures that it may give. */
  readonly figures: Readonly<Record<string, FigureUnit>>;
  /** At most one sighting for each thing it is about. None = nothing to say of this pair. */
  look(pair: Pair): readonly Sighting[];
  /** For what only many trials show: concludes from all of them in place of the usual rule. Undefined = the usual rule. */
  across?(
    result: Omit<EvidenceResult, "conclusion" | "reason">,
  ): Pick<EvidenceResult, "conclusion" | "reason"> | undefined;
  /** Single pairs may mislead (chance in a wait looks like growth): where `across` concludes otherwise, a claim goes by it too. */
  readonly acrossDecides?: true;
}
export const defineEvidence = (detector: EvidenceDetector): EvidenceDetector => detector;

/** All that the detectors saw in one pair. */
export type Sightings = ReadonlyMap<EvidenceId, readonly Sighting[]>;
