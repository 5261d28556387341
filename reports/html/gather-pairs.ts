import type { PairWitness, ShownFinding } from "../../harness/domain/judgement.ts";
import type { Pair } from "../../harness/domain/pair.ts";
import { outcomes } from "../../harness/domain/vocabulary.ts";
import { cleanLine } from "../text/clean.ts";
import { pairDetail } from "./pair-detail.ts";
import type { PairRow, PairTable } from "./shape.ts";

/** How much of a run the page carries. */
const pageLimits = {
  /** Pairs of a run that is carried as a whole. */
  whole: 5500,
  /** Pairs of a larger one that can be opened; of each experiment at least so many if it has them, or fewer where experiments are many. */
  details: 2000,
  ofEach: 20,
  /** Pairs in the list, beside those that can be opened. */
  rows: 50_000,
  /** Different reasons in the list, and the longest, in characters. */
  reasons: 4000,
  reason: 140,
} as const;

/** Pairs of a run, as a page shows them. */
export interface GatheredPairs {
  /** Experiments by the numbers that rows have. */
  readonly experiments: readonly string[];
  readonly table: PairTable;
  /** Each as JSON of a `PairDetail`, in bytes: as an object it takes several times the memory. */
  readonly details: readonly Uint8Array[];
  /** Paths of pictures, in the run's folder. */
  readonly screenshots: readonly string[];
  /** Pairs that were seen, listed or not. */
  readonly seen: number;
}

interface Kept {
  readonly key: number;
  /** Place among all pairs that were seen. */
  readonly at: number;
  readonly row: PairRow;
  readonly experiment: number;
  readonly detail: Uint8Array;
  readonly screenshots: readonly string[];
}

export interface PairGatherer {
  readonly see: PairWitness;
  finish(): GatheredPairs;
}

/**
 * Keeps what a page tells of single pairs, in memory that does not grow beyond its limits: pairs that show a finding first, then those
 * that went worse than in control, then samples. What can be opened does not depend on the order in which pairs come, and is listed
 * wherever it comes; of the others the list has the first.
 */
export function gatherPairs(
  limits: Readonly<Record<"whole" | "details" | "ofEach" | "rows", number>> = pageLimits,
): PairGatherer {
  const experiments = numbered<string>((id) => id);
  const findings = numbered<readonly string[]>((codes) => codes.join(" "));
  const dependencies = numbered<readonly string[]>((names) => names.join("\n"));
  const reasons = numbered<string>((reason) => reason, pageLimits.reasons);
  const rows: PairRow[] = [];
  let kept: Kept[] = [];
  let seen = 0;
  /** Keys above are of no use any more, unless an experiment has too few. */
  let bar = Number.POSITIVE_INFINITY;
  const barOf = new Map<number, number>();
  let enough = limits.details * 1.25;
  /** The first of each experiment. Of fewer experiments it is never fewer of each, so that what was dropped is not wanted later. */
  const firstOfEach = (): Set<Kept> => {
    const most = Math.max(1, Math.min(limits.ofEach, Math.floor(limits.details / experiments.all.length)));
    const counts = new Map<number, number>();
    const first = kept.filter(({ experiment, key }) => {
      const count = (counts.get(experiment) ?? 0) + 1;
      counts.set(experiment, count);
      if (count === most) barOf.set(experiment, key);
      return count <= most;
    });
    return new Set(first);
  };
  const sort = (): void => void kept.sort((a, b) => a.key - b.key);
  const prune = (): void => {
    sort();
    const safe = firstOfEach();
    bar = kept[limits.details - 1]?.key ?? bar;
    kept = kept.filter((one, rank) => rank < limits.details || safe.has(one));
    enough = Math.max(limits.details, kept.length) * 1.25;
  };
  const choose = (): void => {
    sort();
    if (seen <= limits.whole || kept.length <= limits.details) return;
    const safe = firstOfEach();
    const others = kept.filter((one) => !safe.has(one)).slice(0, Math.max(0, limits.details - safe.size));
    kept = [...safe, ...others];
  };
  return {
    see(pair, exposed, shown) {
      const at = seen;
      seen += 1;
      const experiment = experiments.of(pair.experiment.id);
      const { id } = pair.treatment.record.trial;
      const key = weigh(pair, exposed, shown) * 2 ** 32 + hashOf(id);
      const open = key <= bar || key <= (barOf.get(experiment) ?? Number.POSITIVE_INFINITY);
      if (!open && at >= limits.rows) return;
      const row = rowOf(pair, exposed, shown, experiment, { findings, dependencies, reasons });
      if (at < limits.rows) rows.push(row);
      if (!open) return;
      const detail = pairDetail(pair, shown);
      const screenshots = [detail.here, detail.usual].flatMap(({ screenshot }) => screenshot ?? []);
      kept.push({ key, at, row, experiment, detail: bytesOf(JSON.stringify(detail)), screenshots });
      if (seen > limits.whole && kept.length >= enough) prune();
    },
    finish() {
      choose();
      const details = kept.map(({ detail }) => detail);
      const table = rows.slice();
      const further: { readonly at: number; readonly row: PairRow }[] = [];
      for (const [place, { at, row }] of kept.entries()) {
        const opened = row.with(-1, place) as unknown as PairRow;
        if (at < rows.length) table[at] = opened;
        else further.push({ at, row: opened });
      }
      table.push(...further.sort((a, b) => a.at - b.at).map(({ row }) => row));
      return {
        experiments: experiments.all,
        table: { rows: table, findings: findings.all, dependencies: dependencies.all, reasons: reasons.all },
        details,
        screenshots: kept.flatMap(({ screenshots }) => screenshots),
        seen,
      };
    },
  };
}

/** In memory of their own: in a pool a few that are kept would hold all that was beside them. */
function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

interface Numbers {
  readonly findings: Numbered<readonly string[]>;
  readonly dependencies: Numbered<readonly string[]>;
  readonly reasons: Numbered<string>;
}

function rowOf(
  { treatment, control, here, experiment: { id } }: Pair,
  exposed: boolean,
  shown: readonly ShownFinding[],
  experiment: number,
  numbers: Numbers,
): PairRow {
  const { primary, record } = treatment;
  const [reason] = primary.reasons;
  const short = reason === undefined ? "" : cleanLine(reason).slice(0, pageLimits.reason).toWellFormed();
  return [
    experiment,
    shortName(record.trial.id, id),
    outcomes.indexOf(primary.outcome),
    outcomes.indexOf(control.primary.outcome),
    (exposed ? 1 : 0) + (primary.silent ? 2 : 0) + (primary.disclosed ? 4 : 0),
    Math.round(primary.record.ended?.t ?? -1),
    Math.round(control.primary.record.ended?.t ?? -1),
    numbers.findings.of(shown.map(({ code }) => code)),
    numbers.dependencies.of([...here.faulted].map(cleanLine).sort()),
    short === "" ? -1 : numbers.reasons.of(short),
    -1,
  ];
}

/** Without what every trial of the experiment has in common; a name of another form stays whole, behind a slash. */
function shortName(trial: string, experiment: string): string {
  const [before, after] = [`${experiment}/`, "/treatment"];
  return trial.startsWith(before) && trial.endsWith(after)
    ? cleanLine(trial.slice(before.length, -after.length))
    : `/${cleanLine(trial)}`;
}

/** 0: shows a finding. 1: went worse than in control. 2: met a fault. 3: the rest. */
function weigh({ treatment, control }: Pair, exposed: boolean, shown: readonly ShownFinding[]): number {
  if (shown.length > 0) return 0;
  if (outcomes.indexOf(treatment.primary.outcome) > outcomes.indexOf(control.primary.outcome)) return 1;
  return exposed ? 2 : 3;
}

interface Numbered<T> {
  readonly all: readonly T[];
  /** −1: there are as many as there may be, and this is another. */
  of(value: T): number;
}

function numbered<T>(keyOf: (value: T) => string, most = Number.POSITIVE_INFINITY): Numbered<T> {
  const known = new Map<string, number>();
  const all: T[] = [];
  return {
    all,
    of(value) {
      const key = keyOf(value);
      const found = known.get(key);
      if (found !== undefined) return found;
      if (all.length >= most) return -1;
      known.set(key, all.length);
      return all.push(value) - 1;
    },
  };
}

/** FNV-1a: samples are spread over tasks and repeats, and the same each time. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
