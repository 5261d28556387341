import type { Experiment } from "../domain/experiment.ts";
import type { ClaimResult, Probe } from "../domain/judgement.ts";
import { openPair, type Pair } from "../domain/pair.ts";
import { decideCells } from "./decide-cells.ts";
import { estimatePairs } from "./estimate.ts";
import { groupsOf, type PairValues } from "./sample.ts";
import { standardScores } from "./tools.ts";
import { unmeasured } from "./unmeasured.ts";

/** Collects, pair by pair, the few numbers that claims and scores need, and lets go of the pair. */
export interface Figures {
  see(pair: Pair): void;
  /** Decided in each of these cells, those that the run has come to. */
  claims(cells: readonly number[]): readonly ClaimResult[];
  /** Doubts about claimed probes that could not measure what the control arm shows. */
  unmeasured(): readonly string[];
  scores(): readonly {
    readonly probe: string;
    readonly treatment?: NonNullable<ClaimResult["estimate"]>;
    readonly control?: NonNullable<ClaimResult["estimate"]>;
  }[];
}

interface Figure {
  readonly probe: Probe;
  readonly params: unknown;
  /** By cell. */
  readonly pairs: Map<number, PairValues[]>;
  /** The first pair, by name, at which the probe threw. */
  broken?: { readonly pair: string; readonly message: string };
}

export function openFigures(experiment: Experiment, probes: Readonly<Record<string, Probe>>): Figures {
  const figures = new Map<string, Figure | string>();
  const keyOf = (name: string, params: unknown): string => `${name} ${JSON.stringify(params ?? {})}`;
  const plan = (name: string, params: unknown): void => {
    const key = keyOf(name, params);
    if (!figures.has(key)) figures.set(key, prepare(probes, name, params));
  };
  for (const claim of experiment.hypothesis) plan(claim.probe, claim.params);
  const shown = [
    ...new Set([
      ...standardScores.filter((name) => Object.hasOwn(probes, name)),
      ...experiment.hypothesis.map(({ probe }) => probe),
    ]),
  ];
  const paramsOf = (name: string): unknown => experiment.hypothesis.find(({ probe }) => probe === name)?.params;
  for (const name of shown) plan(name, paramsOf(name));

  const inOrder = (pairs: readonly PairValues[] = []): readonly PairValues[] =>
    [...pairs].sort((a, b) => (a.pair < b.pair ? -1 : 1));
  const seed = (name: string): string => [experiment.seed, experiment.id, name].join("/");

  return {
    see(pair) {
      const usual = openPair(pair.control, pair.control, experiment);
      for (const figure of figures.values()) if (typeof figure !== "string") measure(figure, pair, usual);
    },
    unmeasured: () =>
      [...new Set(experiment.hypothesis.map(({ probe, params }) => keyOf(probe, params)))].flatMap((key) => {
        const figure = figures.get(key);
        return figure === undefined || typeof figure === "string"
          ? []
          : unmeasured(experiment, figure.probe, figure.pairs);
      }),
    claims(cells) {
      return experiment.hypothesis.map((claim): ClaimResult => {
        const figure = figures.get(keyOf(claim.probe, claim.params));
        if (figure === undefined || typeof figure === "string")
          return { claim, verdict: "inconclusive", reason: figure ?? "" };
        const pairs = new Map(cells.map((cell) => [cell, inOrder(figure.pairs.get(cell))]));
        const decided = decideCells(claim, figure.probe, pairs, experiment, seed(claim.probe));
        if (!figure.broken) return decided;
        const { pair, message } = figure.broken;
        return {
          ...decided,
          verdict: "inconclusive",
          reason: `The probe ${claim.probe} failed at ${pair}: ${message}`,
        };
      });
    },
    scores() {
      return shown.flatMap((name) => {
        const figure = figures.get(keyOf(name, paramsOf(name)));
        if (figure === undefined || typeof figure === "string") return [];
        const pairs = inOrder([...figure.pairs.values()].flat());
        const of = (arm: "treatment" | "control") =>
          estimatePairs(figure.probe.aggregate, groupsOf(pairs, arm), `${seed(name)}/${arm}`);
        const [treatment, control] = [of("treatment"), of("control")];
        return [{ probe: name, ...(treatment ? { treatment } : {}), ...(control ? { control } : {}) }];
      });
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
  return { probe, params: parsed.data, pairs: new Map() };
}

function measure(figure: Figure, treated: Pair, calm: Pair): void {
  const { treatment, control } = treated;
  const { pair, cell } = treatment.record.trial;
  try {
    const here = checked(figure.probe.measure(treatment, control, figure.params, treated));
    const usual = checked(figure.probe.measure(control, control, figure.params, calm));
    const pairs = figure.pairs.get(cell) ?? [];
    figure.pairs.set(cell, pairs);
    pairs.push({ pair, ...(here ? { treatment: here } : {}), ...(usual ? { control: usual } : {}) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!figure.broken || pair < figure.broken.pair) figure.broken = { pair, message };
  }
}

function checked(values: readonly number[] | undefined): readonly number[] | undefined {
  if (values?.some((value) => !Number.isFinite(value))) throw new Error("it gave a value that is not a number");
  return values;
}
