import type { TrialRecord } from "../domain/events.ts";
import type { EvidenceDetector, Sightings } from "../domain/evidence.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Finding, JudgedTrial, PairWitness, Probe, ShownFinding } from "../domain/judgement.ts";
import type { Pair } from "../domain/pair.ts";

/** Looks at pairs one after the other and names the weaknesses that they show. */
export interface FindingCollector {
  /** `evidence`: what the detectors saw in the pair. */
  see(pair: Pair, evidence: Sightings): readonly ShownFinding[];
  finish(): readonly Finding[];
}

/** What scoring is given, so that it knows neither the probes nor the judge by import. */
export interface ScoreTools {
  readonly probes: Readonly<Record<string, Probe>>;
  readonly judge: (record: TrialRecord, experiment: Experiment) => JudgedTrial;
  readonly evidence: readonly EvidenceDetector[];
  readonly findings: (experiment: Experiment) => FindingCollector;
  /** For documents that tell of single trials. */
  readonly onPair?: PairWitness;
}

/** Computed for every experiment, claimed or not. */
export const standardScores: readonly string[] = [
  "answer-correctness",
  "silent-wrong-rate",
  "utility-retained",
  "fault-isolation",
  "retry-amplification",
  "time-to-answer",
  "tokens",
  "cost",
];

/** A figure by its probe and parameters. */
export const keyOf = (probe: string, params: unknown): string => `${probe} ${JSON.stringify(params ?? {})}`;
