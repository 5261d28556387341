import type { Experiment } from "../domain/experiment.ts";
import type { ScopeScores, Scoring } from "../domain/scores.ts";
import { type Outcome, outcomes } from "../domain/vocabulary.ts";
import { type Column, groupsIn, type Selection } from "./column.ts";
import { estimateQuantile } from "./estimate.ts";
import type { Figures } from "./figures.ts";
import type { PairKind, PairTable } from "./pair-table.ts";
import { latencyOf, passScores, scoreOf } from "./scores.ts";
import { keyOf, standardScores } from "./tools.ts";

/** What is kept of an experiment's analysed pairs. */
export interface Portion {
  readonly experiment: Experiment;
  readonly table: PairTable;
  readonly figures: Figures;
  /** Recovery time of each row, ms; empty where the pair shows none. */
  readonly recovery: Column;
}

/** The rows of a portion that a scope is about. */
interface Part {
  readonly portion: Portion;
  readonly rows: readonly number[];
}

/** `shown`: names of probes, each with the key under which the portion's figures hold it. */
function scoringOf(
  parts: readonly Part[],
  shown: readonly { readonly name: string; readonly key: string }[],
  seed: string,
): Scoring {
  const valuesOf = (key: string): readonly Selection[] =>
    parts.flatMap(({ portion, rows }) => {
      const column = portion.figures.column(key);
      return column ? [{ column, rows }] : [];
    });
  const scores = shown.flatMap(({ name, key }) => {
    const about = parts.map(({ portion }) => portion.figures.about(key)).find((found) => found !== undefined);
    return about ? [scoreOf(name, about.probe, about.range, valuesOf(key), `${seed}/${name}`)] : [];
  });
  const recovered = groupsIn(
    parts.map(({ portion, rows }) => ({ column: portion.recovery, rows })),
    "treatment",
  );
  const recovery = estimateQuantile(recovered.values, 0.5);
  const kinds = parts.flatMap(({ portion, rows }) =>
    rows.map((row) => {
      const kind = portion.table.kind(row);
      return { task: [portion.experiment.id, kind.cell, kind.task].join("\u0000"), kind };
    }),
  );
  return {
    scores,
    latency: latencyOf(valuesOf(keyOf("time-to-answer", {}))),
    passK: passScores(kinds, seed),
    ...(recovery ? { recovery } : {}),
  };
}

const standard = standardScores.map((name) => ({ name, key: keyOf(name, {}) }));

/** Of an experiment: the usual scores, and those that its hypothesis names, with the parameters that it gives. */
export const experimentScoring = (portion: Portion): Scoring =>
  scoringOf(
    [{ portion, rows: portion.table.order() }],
    portion.figures.shown,
    [portion.experiment.seed, portion.experiment.id].join("/"),
  );

/** The whole run, each failure mode and dimension that an experiment is about, and each dependency at which a fault fired. */
export function scopesOf(portions: readonly Portion[]): readonly ScopeScores[] {
  const known = [...portions]
    .sort((a, b) => (a.experiment.id < b.experiment.id ? -1 : 1))
    .map((portion): Part => ({ portion, rows: portion.table.order() }))
    .filter(({ rows }) => rows.length > 0);
  const names = (of: (part: Part) => readonly string[]): readonly string[] => [...new Set(known.flatMap(of))].sort();
  const about = (of: (experiment: Experiment) => string, name: string): readonly Part[] =>
    known.filter(({ portion }) => of(portion.experiment) === name);
  const modeOf = ({ failureMode }: Experiment): string => failureMode;
  const dimensionOf = ({ dimension }: Experiment): string => dimension;
  const faultedIn = ({ portion, rows }: Part): readonly string[] => [
    ...new Set(rows.flatMap((row) => portion.table.kind(row).faulted)),
  ];
  return [
    ...(known.length === 0 ? [] : [scope("run", "run", known)]),
    ...names(({ portion }) => [modeOf(portion.experiment)]).map((name) =>
      scope("failure-mode", name, about(modeOf, name)),
    ),
    ...names(({ portion }) => [dimensionOf(portion.experiment)]).map((name) =>
      scope("dimension", name, about(dimensionOf, name)),
    ),
    ...names(faultedIn).map((name) =>
      scope(
        "dependency",
        name,
        known
          .map(({ portion, rows }) => ({
            portion,
            rows: rows.filter((row) => portion.table.kind(row).faulted.includes(name)),
          }))
          .filter(({ rows }) => rows.length > 0),
      ),
    ),
  ];
}

function scope(kind: ScopeScores["kind"], name: string, parts: readonly Part[]): ScopeScores {
  const counts = { control: noOutcomes(), treatment: noOutcomes() };
  let pairs = 0;
  for (const { portion, rows } of parts) {
    for (const row of rows) {
      const { treatment, control }: PairKind = portion.table.kind(row);
      counts.treatment[treatment] += 1;
      counts.control[control] += 1;
      pairs += 1;
    }
  }
  return {
    kind,
    name,
    experiments: parts.map(({ portion }) => portion.experiment.id),
    pairs,
    outcomes: counts,
    ...scoringOf(parts, standard, [kind, name].join("/")),
  };
}

export const noOutcomes = (): Record<Outcome, number> =>
  Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
