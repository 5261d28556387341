import type { EvidenceId, Sightings } from "../domain/evidence.ts";

/** The detector of recovery after the fault has ended, and its figure in ms. */
const detector: EvidenceId = "E25";
const figure = "recoveryMs";

/** How long each thing in a pair took to be well again after the fault; the longest counts. Undefined: the pair does not show it. */
export function recoveryIn(sightings: Sightings): readonly number[] | undefined {
  const told = (sightings.get(detector) ?? []).flatMap(({ figures }) => figures[figure] ?? []);
  return told.length === 0 ? undefined : [Math.max(...told)];
}
