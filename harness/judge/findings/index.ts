import type { Sightings } from "../../domain/evidence.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { Finding } from "../../domain/judgement.ts";
import type { Pair } from "../../domain/pair.ts";
import type { Detector } from "./detector.ts";
import { endingFindings } from "./endings.ts";
import { harmFindings } from "./harm.ts";
import { retryFindings } from "./retries.ts";
import { trustedResults } from "./trusted.ts";

/** Every weakness that can be named: harm first, then particular causes, and what they end in last. */
export const detectors: readonly Detector[] = [...harmFindings, ...trustedResults, ...retryFindings, ...endingFindings];

/** It says that something is wrong and not what: left out where particular causes explain as many trials. */
const general = "silent-wrong-answer";

export interface Findings {
  see(pair: Pair, evidence: Sightings): void;
  finish(): readonly Finding[];
}

/** Pieces of evidence that a finding keeps; its count goes on. */
const most = 5;

/** One finding for each code seen, however often; `count` = treatment trials that show it. The order of arrival has no say. */
export function openFindings(_experiment: Experiment): Findings {
  const seen = new Map<string, { count: number; evidence: Finding["evidence"][number][] }>();
  return {
    see(pair, evidence) {
      const trial = pair.treatment.record.trial.id;
      for (const { code, detect } of detectors) {
        const signs = detect(pair, evidence);
        if (signs.length === 0) continue;
        const entry = seen.get(code) ?? { count: 0, evidence: [] };
        seen.set(code, entry);
        entry.count += 1;
        entry.evidence.push(...signs.map((sign) => ({ trial, ...sign })));
        entry.evidence.sort((a, b) => (key(a) < key(b) ? -1 : 1));
        entry.evidence.length = Math.min(entry.evidence.length, most);
      }
    },
    finish: () => {
      const explained = Math.max(0, ...[...seen].flatMap(([code, { count }]) => (code === general ? [] : [count])));
      return detectors.flatMap(({ detect: _, ...about }): Finding[] => {
        const entry = seen.get(about.code);
        if (about.code === general && entry && entry.count <= explained) return [];
        return entry
          ? [{ severity: "medium", cost: "", symptoms: [], ...about, count: entry.count, evidence: entry.evidence }]
          : [];
      });
    },
  };
}

const key = ({ trial, address, detail }: Finding["evidence"][number]): string =>
  `${trial}\u0000${address ?? ""}\u0000${detail}`;
