import type { Chance } from "../../domain/chance.ts";
import { between } from "../../domain/chance.ts";

/** No letters or digits that are taken for one another, so that a model copies it as it is. */
const letters = "BCDFGHJKLMNPQRTVWXYZ";
const letter = (chance: Chance): string => letters[between(chance, 0, letters.length - 1)] ?? "K";

/** A word that occurs nowhere else and looks like the reference of a document: `DOC-58Q-T41K`. */
export const reference = (chance: Chance, prefix = "DOC"): string =>
  `${prefix}-${between(chance, 22, 99)}${letter(chance)}-${letter(chance)}${between(chance, 22, 99)}${letter(chance)}`;
