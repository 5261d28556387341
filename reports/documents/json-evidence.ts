import type { BlastRadiusResult, Divergence } from "../../harness/domain/divergence.ts";
import type { EvidenceResult } from "../../harness/domain/evidence.ts";
import type { BrownoutReport } from "./json-schema.ts";

type Published = BrownoutReport["experiments"][number];

/** A detector's conclusion as plain data of the published shape. */
export const publishedEvidence = (result: EvidenceResult): Published["evidence"][number] => ({
  ...result,
  counts: { ...result.counts },
  figures: Object.fromEntries(Object.entries(result.figures).map(([name, summary]) => [name, { ...summary }])),
  examples: result.examples.map(({ trial, conclusion, reason, saw, figures }) => ({
    trial,
    conclusion,
    reason,
    saw: saw.map((one) => ({ ...one })),
    figures: { ...figures },
  })),
});

export const publishedRadius = (radius: BlastRadiusResult): Published["blastRadius"] => ({
  ...radius,
  where: radius.where.map((place) => ({ ...place })),
  faulted: [...radius.faulted],
  beyond: radius.beyond.map((touched) => ({ ...touched })),
  bystanders: radius.bystanders.map((bystander) => ({ ...bystander })),
  afterwards: radius.afterwards.map((task) => ({ ...task })),
});

export function publishedDivergence(divergence: Divergence): Published["examples"][number]["divergence"] {
  const { parted, rejoined, faulted, beyond, bystanders, afterwards, late, answerChanged, effectsChanged } = divergence;
  return {
    ...(parted && { parted: { task: parted.task, address: parted.address, change: parted.change } }),
    ...(rejoined && { rejoined: { task: rejoined.task, address: rejoined.address } }),
    faulted: [...faulted],
    beyond: beyond.map((touched) => ({ ...touched })),
    bystanders: [...bystanders],
    afterwards: [...afterwards],
    late,
    answerChanged,
    effectsChanged,
  };
}
