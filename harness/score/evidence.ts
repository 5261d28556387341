import {
  type Conclusion,
  conclusions,
  type EvidenceDetector,
  type EvidenceResult,
  type FigureSummary,
  type Sighting,
  type Sightings,
} from "../domain/evidence.ts";
import type { Pair } from "../domain/pair.ts";

/** Puts pairs before the evidence detectors and keeps counts, figures and a few examples of what they saw. */
export interface EvidenceCollector {
  /** What each detector saw in this pair. A detector that throws saw nothing, and is named. */
  see(pair: Pair): Sightings;
  /** The order of arrival has no say. */
  finish(): readonly EvidenceResult[];
  /** Detectors that threw, each once, with the first trial at which they did. */
  broken(): readonly string[];
}

/** Sightings kept of each conclusion. */
const most = 3;
/** From worst to best: the worst that was told is what stands. */
const order: readonly Conclusion[] = ["violated", "absent", "present", "cannot-tell"];

interface Entry {
  readonly counts: Record<Conclusion, number>;
  readonly figures: Map<string, Sum>;
  readonly examples: Record<Conclusion, (Sighting & { readonly trial: string })[]>;
}

export function openEvidence(detectors: readonly EvidenceDetector[]): EvidenceCollector {
  const entries = detectors.map((detector) => ({ detector, abouts: new Map<string, Entry>() }));
  const failures = new Map<string, { trial: string; message: string }>();

  const look = (detector: EvidenceDetector, pair: Pair): readonly Sighting[] => {
    try {
      return detector.look(pair);
    } catch (error) {
      const trial = pair.treatment.record.trial.id;
      const known = failures.get(detector.name);
      if (!known || trial < known.trial)
        failures.set(detector.name, { trial, message: error instanceof Error ? error.message : String(error) });
      return [];
    }
  };

  return {
    see(pair) {
      const seen = new Map<EvidenceDetector["id"], readonly Sighting[]>();
      const trial = pair.treatment.record.trial.id;
      for (const { detector, abouts } of entries) {
        const sightings = look(detector, pair);
        if (sightings.length === 0) continue;
        seen.set(detector.id, sightings);
        for (const sighting of sightings) keep(abouts, sighting, trial);
      }
      return seen;
    },
    finish: () =>
      entries.flatMap(({ detector, abouts }) =>
        [...abouts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([about, entry]) => conclude(detector, about, entry)),
      ),
    broken: () =>
      [...failures].map(([name, { trial, message }]) => `The evidence detector ${name} failed at ${trial}: ${message}`),
  };
}

function keep(abouts: Map<string, Entry>, sighting: Sighting, trial: string): void {
  let entry = abouts.get(sighting.about);
  if (!entry) {
    entry = {
      counts: { present: 0, absent: 0, violated: 0, "cannot-tell": 0 },
      figures: new Map(),
      examples: { present: [], absent: [], violated: [], "cannot-tell": [] },
    };
    abouts.set(sighting.about, entry);
  }
  entry.counts[sighting.conclusion] += 1;
  for (const name in sighting.figures) {
    const value = sighting.figures[name] ?? Number.NaN;
    const sum = entry.figures.get(name);
    if (sum) add(sum, value);
    else entry.figures.set(name, add({ n: 0, total: 0, squares: 0n, more: 0, min: value, max: value }, value));
  }
  const examples = entry.examples[sighting.conclusion];
  const last = examples.at(-1);
  if (examples.length < most || (last && trial < last.trial)) {
    const { about, conclusion, reason, saw, figures } = sighting;
    examples.push({ about, conclusion, reason, saw, figures, trial });
    examples.sort((a, b) => (a.trial < b.trial ? -1 : 1));
    examples.length = Math.min(examples.length, most);
  }
}

function conclude(detector: EvidenceDetector, about: string, entry: Entry): EvidenceResult {
  const conclusion = order.find((one) => entry.counts[one] > 0) ?? "cannot-tell";
  const told = conclusions.filter((one) => entry.counts[one] > 0);
  const [first] = entry.examples[conclusion];
  const figures = Object.fromEntries(
    [...entry.figures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => [name, summarise(sum)]),
  );
  const known = {
    id: detector.id,
    name: detector.name,
    about,
    counts: entry.counts,
    figures,
    examples: order.flatMap((one) => entry.examples[one]).slice(0, most),
  };
  const spread = told.map((one) => `${one} in ${entry.counts[one]}`).join(", ");
  const usual = {
    conclusion,
    reason: told.length > 1 ? `${spread}; ${first?.reason ?? ""}` : (first?.reason ?? spread),
  };
  return { ...known, ...(detector.across?.(known) ?? usual) };
}

/** Sums in whole thousandths, so that they are the same in any order and add up from any parts. */
interface Sum {
  n: number;
  total: number;
  squares: bigint;
  /** Further squares, as long as a plain number holds them exactly. */
  more: number;
  min: number;
  max: number;
}
const unit = 1000;

function add(sum: Sum, value: number): Sum {
  const whole = Math.round(value * unit);
  const square = whole * whole;
  if (sum.more + square <= Number.MAX_SAFE_INTEGER) sum.more += square;
  else {
    sum.squares += BigInt(sum.more) + BigInt(whole) * BigInt(whole);
    sum.more = 0;
  }
  sum.n += 1;
  sum.total += whole;
  sum.min = Math.min(sum.min, value);
  sum.max = Math.max(sum.max, value);
  return sum;
}

function summarise({ n, total, squares, more, min, max }: Sum): FigureSummary {
  const count = BigInt(n);
  const spread = n < 2 ? 0 : Number(count * (squares + BigInt(more)) - BigInt(total) * BigInt(total)) / (n * (n - 1));
  return { n, mean: total / n / unit, sd: Math.sqrt(Math.max(0, spread)) / unit, min, max };
}
