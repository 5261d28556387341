import type { Sightings } from "../../domain/evidence.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { type Finding, type Severity, severities } from "../../domain/judgement.ts";
import type { Pair } from "../../domain/pair.ts";
import { openCase, type Sign } from "./case.ts";
import { catalogue, type FindingCode } from "./catalogue/index.ts";
import { detectors } from "./detectors/index.ts";
import { closeOver, fold } from "./fold.ts";

export interface Findings {
  see(pair: Pair, evidence: Sightings): void;
  finish(): readonly Finding[];
}

/** Pieces of evidence that a finding keeps; its count goes on. */
const most = 5;

export const codes = Object.keys(catalogue) as readonly FindingCode[];
const explains = closeOver(new Map(codes.map((code) => [code, catalogue[code].explains])));

interface Entry {
  count: number;
  readonly evidence: Finding["evidence"][number][];
  readonly symptoms: Map<string, number>;
}

/**
 * One finding for each cause seen, however often; `count` = treatment trials that show it, and its symptoms are what came with
 * it in the same trials. The gravest first, then the most frequent. The order of arrival has no say.
 */
export function openFindings(_experiment: Experiment): Findings {
  const found = new Map<string, Entry>();
  const entryOf = (code: string): Entry => {
    const entry = found.get(code) ?? { count: 0, evidence: [], symptoms: new Map() };
    found.set(code, entry);
    return entry;
  };
  return {
    see(pair, evidence) {
      const trial = pair.treatment.record.trial.id;
      const given = openCase(pair, evidence);
      const seen = new Map<string, readonly Sign[]>();
      for (const code of codes) {
        const signs = detectors[code](given);
        if (signs.length > 0) seen.set(code, signs);
      }
      if (seen.size === 0) return;
      const { causes, symptoms } = fold(seen, explains, pair.here.calls);
      for (const [code, signs] of causes) {
        const entry = entryOf(code);
        entry.count += 1;
        entry.evidence.push(...signs.map((sign) => ({ trial, ...sign })));
        entry.evidence.sort((a, b) => (key(a) < key(b) ? -1 : 1));
        entry.evidence.length = Math.min(entry.evidence.length, most);
      }
      for (const [code, folded] of symptoms) {
        const counts = entryOf(code).symptoms;
        for (const symptom of folded) counts.set(symptom, (counts.get(symptom) ?? 0) + 1);
      }
    },
    finish: () =>
      codes
        .flatMap((code): Finding[] => {
          const entry = found.get(code);
          if (!entry) return [];
          const { title, failureMode, dimension, cost, advice } = catalogue[code];
          const symptoms = codes
            .flatMap((symptom) => {
              const count = entry.symptoms.get(symptom);
              return count === undefined ? [] : [{ code: symptom, title: catalogue[symptom].title, count }];
            })
            .sort((a, b) => b.count - a.count);
          const { count, evidence } = entry;
          const severity = worst([code, ...symptoms.map((symptom) => symptom.code)]);
          return [
            { code, title, severity, failureMode, dimension, count, evidence: [...evidence], cost, advice, symptoms },
          ];
        })
        .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count),
  };
}

/** A cause is as grave as the gravest thing that came of it. */
const worst = (several: readonly FindingCode[]): Severity =>
  severities.find((severity) => several.some((code) => catalogue[code].severity === severity)) ?? "low";

const key = ({ trial, address, detail }: Finding["evidence"][number]): string =>
  `${trial}\u0000${address ?? ""}\u0000${detail}`;
