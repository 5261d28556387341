import type { Conclusion, Observation, Sighting } from "./evidence.ts";

/**
 * A sighting that looks up what was seen only when somebody reads it, since most sightings are counted and let go. A class for its
 * getter alone: in an object literal that would be a new shape for each sighting.
 */
export class Told implements Sighting {
  readonly about: string;
  readonly conclusion: Conclusion;
  readonly reason: string;
  readonly figures: Sighting["figures"];
  readonly #see: () => readonly Observation[];

  constructor(
    about: string,
    conclusion: Conclusion,
    reason: string,
    see: () => readonly Observation[],
    figures: Sighting["figures"],
  ) {
    this.about = about;
    this.conclusion = conclusion;
    this.reason = reason;
    this.figures = figures;
    this.#see = see;
  }

  get saw(): readonly Observation[] {
    return this.#see();
  }
}
