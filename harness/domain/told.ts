import type { Conclusion, Observation, Sighting } from "./evidence.ts";

/** Words, or how to find them if somebody should read them. */
export type Words = string | (() => string);

/**
 * A sighting that puts its reason into words and looks up what was seen only when somebody reads it, since most sightings are
 * counted and let go. A class for its getters alone: in an object literal they would be a new shape for each sighting.
 */
export class Told implements Sighting {
  readonly about: string;
  readonly conclusion: Conclusion;
  readonly figures: Sighting["figures"];
  #reason: Words;
  readonly #see: () => readonly Observation[];

  constructor(
    about: string,
    conclusion: Conclusion,
    reason: Words,
    see: () => readonly Observation[],
    figures: Sighting["figures"],
  ) {
    this.about = about;
    this.conclusion = conclusion;
    this.figures = figures;
    this.#reason = reason;
    this.#see = see;
  }

  get reason(): string {
    if (typeof this.#reason !== "string") this.#reason = this.#reason();
    return this.#reason;
  }

  get saw(): readonly Observation[] {
    return this.#see();
  }
}
