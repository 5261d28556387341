import { z } from "zod";
import type { EvidenceDetector } from "../domain/evidence.ts";
import type { Probe } from "../domain/judgement.ts";

/**
 * The claimable side of a detector: 1 for each thing at which the mitigation is present, 0 where it is absent or its rule is
 * violated; what cannot be told is left out, as is a pair that nothing called for it in.
 */
export const evidenceProbe = (detector: EvidenceDetector): Probe =>
  ({
    name: detector.name,
    summary: `${detector.summary} Share of what called for it; higher is better.`,
    unit: "share",
    better: "higher",
    aggregate: "proportion",
    params: z.strictObject({
      /** Only what is said about this: a dependency, an operation, `answer` or `task`. */
      about: z.string().optional(),
    }),
    measure(_trial, _control, { about }, pair) {
      if (!pair) return undefined;
      const told = detector
        .look(pair)
        .filter(
          (sighting) => sighting.conclusion !== "cannot-tell" && (about === undefined || sighting.about === about),
        );
      return told.length === 0 ? undefined : told.map(({ conclusion }) => (conclusion === "present" ? 1 : 0));
    },
  }) satisfies Probe<{ readonly about?: string | undefined }> as unknown as Probe;
