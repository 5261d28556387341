import type { Sightings } from "../../domain/evidence.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { type Finding, type Severity, type ShownFinding, severities } from "../../domain/judgement.ts";
import type { Pair } from "../../domain/pair.ts";
import { at, endedAs, inVain, openCase, type Sign } from "./case.ts";
import { catalogue, type FindingCode } from "./catalogue/index.ts";
import { detectors } from "./detectors/index.ts";
import { closeOver, fold } from "./fold.ts";
import { watchJitter } from "./jitter.ts";

export interface Findings {
  /** Gives what this pair shows by itself, causes only. */
  see(pair: Pair, evidence: Sightings): readonly ShownFinding[];
  finish(): readonly Finding[];
}

/** Pieces of evidence that a finding keeps; its count goes on. */
const most = 5;

const codes = Object.keys(catalogue) as readonly FindingCode[];
/** A list walks several times as quickly as that many look-ups by name. */
const watched = codes.map((code) => ({ code, detect: detectors[code] }));
/** By codes too, as signs come by them. */
const passing: ReadonlySet<string> = new Set(codes.filter((code) => "passing" in catalogue[code]));
const explains = closeOver(new Map(codes.map((code) => [code, catalogue[code].explains])));

interface Entry {
  count: number;
  readonly evidence: Finding["evidence"][number][];
  readonly symptoms: Map<string, number>;
}
const newEntry = (): Entry => ({ count: 0, evidence: [], symptoms: new Map() });

/**
 * One finding for each cause seen, however often; `count` = treatment trials that show it, and its symptoms are what came with
 * it in the same trials. The gravest first, then the most frequent. The order of arrival has no say.
 */
export function openFindings(_experiment: Experiment): Findings {
  const found = new Map<string, Entry>();
  const jitter = watchJitter();
  const waits = new Map<string, Entry>();
  return {
    see(pair, evidence) {
      const trial = pair.treatment.record.trial.id;
      const given = openCase(pair, evidence);
      for (const [key, signs] of jitter.see(given)) note(entryIn(waits, key), trial, signs);
      const seen = new Map<string, readonly Sign[]>();
      for (const { code, detect } of watched) {
        const signs = detect(given);
        if (signs.length > 0) seen.set(code, signs);
      }
      // Nothing harmful goes without a name.
      if (seen.size === 0 && endedAs(given, "harmful"))
        seen.set("unwanted-effect", [{ ...at(given.hit.at(-1)), detail: given.why }]);
      if (seen.size === 0) return [];
      const { causes, symptoms } = fold(
        seen,
        explains,
        pair.here.calls,
        (code, sign) => !passing.has(code) || !inVain(given, sign),
      );
      for (const [code, signs] of causes) note(entryIn(found, code), trial, signs);
      for (const [code, folded] of symptoms) {
        const counts = entryIn(found, code).symptoms;
        for (const symptom of folded) counts.set(symptom, (counts.get(symptom) ?? 0) + 1);
      }
      return [...causes].map(([code, signs]) => ({ code, signs }));
    },
    finish() {
      const rigid = jitter.rigid().flatMap((key) => waits.get(key) ?? []);
      const all = rigid.length === 0 ? found : new Map([...found, ["no-jitter", merged(rigid)]]);
      return codes
        .flatMap((code) => {
          const entry = all.get(code);
          return entry ? [tell(code, entry)] : [];
        })
        .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count);
    },
  };
}

function entryIn(entries: Map<string, Entry>, key: string): Entry {
  const entry = entries.get(key) ?? newEntry();
  entries.set(key, entry);
  return entry;
}

function note(entry: Entry, trial: string, signs: readonly Sign[]): void {
  entry.count += 1;
  // Later in order than all that is kept: most trials of a long run are.
  if (entry.evidence.length >= most && trial > (entry.evidence.at(-1)?.trial ?? "")) return;
  keep(
    entry,
    signs.map((sign) => ({ trial, ...sign })),
  );
}

function keep({ evidence }: Entry, more: Finding["evidence"]): void {
  evidence.push(...more);
  evidence.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  evidence.length = Math.min(evidence.length, most);
}

/** Of several waits after the same failure; a trial with more than one counts where it counts most. */
function merged(entries: readonly Entry[]): Entry {
  const all = { ...newEntry(), count: Math.max(...entries.map(({ count }) => count)) };
  for (const { evidence } of entries) keep(all, evidence);
  return all;
}

function tell(code: FindingCode, { count, evidence, symptoms: counts }: Entry): Finding {
  const { title, failureMode, dimension, cost, advice } = catalogue[code];
  const symptoms = codes
    .flatMap((symptom) => {
      const count = counts.get(symptom);
      return count === undefined ? [] : [{ code: symptom, title: catalogue[symptom].title, count }];
    })
    .sort((a, b) => b.count - a.count);
  const severity = worst([code, ...symptoms.map((symptom) => symptom.code)]);
  return { code, title, severity, failureMode, dimension, count, evidence: [...evidence], cost, advice, symptoms };
}

/** A cause is as grave as the gravest thing that came of it. */
const worst = (several: readonly FindingCode[]): Severity =>
  severities.find((severity) => several.some((code) => catalogue[code].severity === severity)) ?? "low";

const key = ({ trial, address, detail }: Finding["evidence"][number]): string =>
  `${trial}\u0000${address ?? ""}\u0000${detail}`;
