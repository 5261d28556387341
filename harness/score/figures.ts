import type { Experiment } from "../domain/experiment.ts";
import type { ClaimResult, Probe } from "../domain/judgement.ts";
import { calmPair, type Pair } from "../domain/pair.ts";
import { type Column, openColumn } from "./column.ts";
import { decideCells } from "./decide-cells.ts";
import type { Range } from "./estimate.ts";
import type { PairTable } from "./pair-table.ts";
import { rangeOf } from "./range.ts";
import type { PairValues } from "./sample.ts";
import { keyOf, standardScores } from "./tools.ts";
import { unmeasured } from "./unmeasured.ts";

/** Collects, pair by pair, the few numbers that claims and scores need, and lets go of the pair. */
export interface Figures {
  /** The pair must be the table's latest. */
  see(pair: Pair): void;
  /** Decided in each of these cells, those that the run has come to; `repeats`: those that were run. */
  claims(cells: readonly number[], repeats: number): readonly ClaimResult[];
  /** Doubts about claimed probes that could not measure what the control arm shows. */
  unmeasured(): readonly string[];
  /** Probes that threw and that no claim names, each once. */
  broken(): readonly string[];
  /** Probes whose scores the experiment shows. */
  readonly shown: readonly { readonly name: string; readonly key: string }[];
  /** Undefined: there is no such figure, or its probe threw. */
  about(key: string): { readonly probe: Probe; readonly range: Range } | undefined;
  /** Its values, by the rows of the table. */
  column(key: string): Column | undefined;
}

interface Figure {
  readonly probe: Probe;
  readonly params: unknown;
  readonly column: Column;
  /** The first pair, by name, at which the probe threw. */
  broken?: { readonly pair: string; readonly message: string };
}

export function openFigures(
  experiment: Experiment,
  probes: Readonly<Record<string, Probe>>,
  table: PairTable,
): Figures {
  const figures = new Map<string, Figure | string>();
  const plan = (name: string, params: unknown): void => {
    const key = keyOf(name, params);
    if (!figures.has(key)) figures.set(key, prepare(probes, name, params));
  };
  const usual = standardScores.filter((name) => Object.hasOwn(probes, name));
  const claimedKeys = new Set(experiment.hypothesis.map(({ probe, params }) => keyOf(probe, params)));
  const paramsOf = (name: string): unknown => experiment.hypothesis.find(({ probe }) => probe === name)?.params;
  for (const claim of experiment.hypothesis) plan(claim.probe, claim.params);
  // Scores over several experiments mix no parameters.
  for (const name of usual) plan(name, {});
  const shown = [...new Set([...usual, ...experiment.hypothesis.map(({ probe }) => probe)])].map((name) => ({
    name,
    key: keyOf(name, paramsOf(name)),
  }));

  const seed = (name: string): string => [experiment.seed, experiment.id, name].join("/");
  const known = (key: string): Figure | undefined => {
    const figure = figures.get(key);
    return typeof figure === "string" ? undefined : figure;
  };
  const valuesOf = ({ column }: Figure, rows: readonly number[]): readonly PairValues[] =>
    rows.map((row) => {
      const treatment = column.treatment(row);
      const control = column.control(row);
      return {
        pair: table.name(row),
        ...(treatment.length > 0 ? { treatment } : {}),
        ...(control.length > 0 ? { control } : {}),
      };
    });
  const rowsOf = (cell: number): readonly number[] => table.order().filter((row) => table.kind(row).cell === cell);

  return {
    shown,
    see(pair) {
      const calm = calmPair(pair);
      for (const figure of figures.values()) if (typeof figure !== "string") measure(figure, pair, calm);
    },
    unmeasured: () =>
      [...claimedKeys].flatMap((key) => {
        const figure = known(key);
        if (!figure) return [];
        const cells = experiment.cells.map((_, cell) => [cell, valuesOf(figure, rowsOf(cell))] as const);
        return unmeasured(experiment, figure.probe, new Map(cells));
      }),
    broken: () =>
      [...figures].flatMap(([key, figure]) =>
        typeof figure === "string" || !figure.broken || claimedKeys.has(key)
          ? []
          : [`The probe ${figure.probe.name} failed at ${figure.broken.pair}: ${figure.broken.message}`],
      ),
    claims(cells, repeats) {
      return experiment.hypothesis.map((claim): ClaimResult => {
        const figure = figures.get(keyOf(claim.probe, claim.params));
        if (figure === undefined || typeof figure === "string")
          return { claim, verdict: "inconclusive", reason: figure ?? "" };
        const pairs = new Map(cells.map((cell) => [cell, valuesOf(figure, rowsOf(cell))]));
        const decided = decideCells(claim, { ...figure, repeats }, pairs, experiment, seed(claim.probe));
        if (!figure.broken) return decided;
        const { pair, message } = figure.broken;
        return {
          ...decided,
          verdict: "inconclusive",
          reason: `The probe ${claim.probe} failed at ${pair}: ${message}`,
        };
      });
    },
    about(key) {
      const figure = known(key);
      return figure && !figure.broken
        ? { probe: figure.probe, range: rangeOf(figure.probe, figure.params) }
        : undefined;
    },
    column(key) {
      const figure = known(key);
      return figure && !figure.broken ? figure.column : undefined;
    },
  };
}

/** The probe with checked parameters, or why it cannot measure. */
function prepare(probes: Readonly<Record<string, Probe>>, name: string, params: unknown): Figure | string {
  const probe = Object.hasOwn(probes, name) ? probes[name] : undefined;
  if (!probe) return `There is no probe "${name}"`;
  const parsed = probe.params.safeParse(params ?? {});
  if (!parsed.success)
    return `The parameters of ${name} are not right: ${parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`.trim()).join("; ")}`;
  return { probe, params: parsed.data, column: openColumn() };
}

function measure(figure: Figure, treated: Pair, calm: Pair): void {
  const { treatment, control } = treated;
  const { pair } = treatment.record.trial;
  try {
    const here = checked(figure.probe.measure(treatment, control, figure.params, treated));
    figure.column.add(here, checked(figure.probe.measure(control, control, figure.params, calm)));
  } catch (error) {
    figure.column.add(undefined, undefined);
    const message = error instanceof Error ? error.message : String(error);
    if (!figure.broken || pair < figure.broken.pair) figure.broken = { pair, message };
  }
}

function checked(values: readonly number[] | undefined): readonly number[] | undefined {
  if (values?.some((value) => !Number.isFinite(value))) throw new Error("it gave a value that is not a number");
  return values;
}
