import { figureWords } from "../../../reports/documents/evidence-words.ts";
import { counted } from "../../../reports/text/figures.ts";
import { type Conclusion, conclusions, type EvidenceResult } from "../../domain/evidence.ts";
import { evidenceDetectors } from "../../probes/evidence/index.ts";
import { scoreSubject } from "./scores.ts";
import type { Naming } from "./telling.ts";

/** The more telling, the higher. */
const weights: Readonly<Record<Conclusion, number>> = { violated: 3, absent: 2, present: 1, "cannot-tell": 0 };

/** An evidence detector by its number, `E3`, or its name, with the claims on it. */
export const evidenceSubject: Naming = (name, report) => {
  const detector = evidenceDetectors.find((one) => one.id === name.toUpperCase() || one.name === name);
  if (!detector) return undefined;
  const claimed = new Map(scoreSubject(detector.name, report)?.places.map(({ id, sentences }) => [id, sentences]));
  const places = report.experiments.flatMap(({ experiment, evidence }) => {
    const own = evidence.filter(({ id }) => id === detector.id);
    if (own.length === 0) return [];
    const sentences = [...own.map((one) => sentenceOf(one)), ...(claimed.get(experiment.id) ?? [])];
    return [{ id: experiment.id, sentences, weight: Math.max(...own.map(({ conclusion }) => weights[conclusion])) }];
  });
  return {
    title: `${detector.id} ${detector.name}`,
    facts: [
      ["looks for", detector.summary],
      ...(places.length === 0 ? [["seen", "nothing in this run called for it"] as const] : []),
    ],
    places: places.toSorted((a, b) => b.weight - a.weight),
    tell: (_pair, seen) =>
      (seen().get(detector.id) ?? []).map(({ about, conclusion, reason, saw }) => ({
        label: `${about}: ${conclusion}`,
        marks: [
          ...saw.map(({ address, t, arm, what }) => ({
            ...(address === undefined ? {} : { address }),
            ...(arm === undefined ? {} : { arm }),
            t,
            detail: what,
          })),
          { detail: `${about}: ${conclusion}, ${reason}` },
        ],
        weight: weights[conclusion],
      })),
  };
};

function sentenceOf({ about, conclusion, reason, counts, figures }: EvidenceResult): string {
  const spread = conclusions.filter((one) => counts[one] > 0).map((one) => `${one} in ${counts[one]}`);
  const all = conclusions.reduce((sum, one) => sum + counts[one], 0);
  const words = figureWords(figures);
  return `${about}: ${conclusion}, ${reason} (${counted(all, "trial")}: ${spread.join(", ")}${words === "" ? "" : `; ${words}`})`;
}
